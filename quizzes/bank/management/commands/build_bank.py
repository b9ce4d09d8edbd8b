"""Bring the question bank in step with the facts."""

from typing import Any

from django.core.management.base import BaseCommand

from quizzes.bank.generation.building import build_bank


class Command(BaseCommand):
    help = "Make, change and retire questions so that the bank follows the facts."

    def handle(self, *args: Any, **options: Any) -> None:
        report = build_bank()
        self.stdout.write(
            f"{len(report.made)} made, {len(report.changed)} changed, "
            f"{len(report.retired)} retired, {len(report.unchanged)} unchanged, "
            f"{len(report.refused)} refused"
        )
        if options["verbosity"] > 1:
            for key, reason in sorted(report.refused.items()):
                self.stdout.write(f"refused {key}: {reason}")
        self._summary("Refused because", report.refused)
        self._summary("Facts not asked because", report.silent)

    def _summary(self, title: str, reasons: dict[str, str]) -> None:
        counts: dict[str, int] = {}
        for reason in reasons.values():
            counts[reason] = counts.get(reason, 0) + 1
        for reason, count in sorted(counts.items(), key=lambda item: -item[1]):
            self.stdout.write(f"  {title} {reason}: {count}")
