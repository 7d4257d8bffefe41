"""The page behind the cover, on which a report is signed and sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smartxl.model.report import SignatureLine, Signing

if TYPE_CHECKING:
    from smartxl.diagnosis.facts import RoundFacts
    from smartxl.model.signing import Signature

__all__ = ["signing"]


def signing(facts: RoundFacts) -> Signing | None:
    """The page to sign on, as the round declares it; None where it declares nobody."""
    signatures = facts.definition.round.signatures
    if not signatures:
        return None
    say = facts.phrases.text
    heads = (say("signing.role"), say("signing.who"), say("signing.signature"), say("signing.day"))
    return Signing(say("signing.title"), heads, tuple(_line(facts, each) for each in signatures))


def _line(facts: RoundFacts, signature: Signature) -> SignatureLine:
    who = "\n".join(filter(None, (facts.say(signature.office), signature.name)))
    place = facts.phrases.text("signing.seal") if signature.seal else ""
    day = signature.day.isoformat() if signature.day else facts.phrases.text("signing.blank")
    return SignatureLine(facts.say(signature.role), who, place, day, signature.seal)
