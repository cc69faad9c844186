"""Turn a finding into the actions for ``spec/observed.yaml`` that would make it part of the contract.

They loosen the contract as far as was seen and no further: what was documented stays possible. A schema that several
answers share is changed for all of them, as what is a page in one answer is one in the others, and a remark says which.
Requests are left as they are: a schema that they share with answers is copied first, and the answers have the copy.

How well such a deviation is known: *reported*, as somebody says that they saw it live. *Recorded* would ask for
published traffic, which a report is not. What a sandbox on this machine answers was seen nowhere: it is *inferred*.
"""

import textwrap
from datetime import date
from urllib.parse import urlsplit

from attrs import evolve

from webflow_contract import documents
from webflow_contract.check.reported import Reported
from webflow_contract.check.subject import EMBEDDED
from webflow_contract.contract import sharing
from webflow_contract.contract.locations import Location
from webflow_contract.contract.operations import operations
from webflow_contract.documents import Document
from webflow_contract.errors import DocumentError
from webflow_contract.following.loosening import LOOSENING, PlacedFinding, Proposal, ProposalError
from webflow_contract.rules import RULES
from webflow_pages.configuration import is_loopback

_REMARKS = "description"  # the Overlay's own word for what an action says to people
_WIDTH = 110
_FILE = "spec/observed.yaml"


def propose(finding: Reported, contract: Document) -> Proposal:
    """Return the deviation that makes a finding part of a contract.

    Raises:
        ProposalError: No Overlay can say it, or the contract says it already.
    """
    if finding.rule not in LOOSENING:
        raise ProposalError(
            f"finding {finding.id} cannot be proposed: no OpenAPI Overlay can say what {finding.rule} is about: "
            f"accept it with 'webflow-contract baseline add', or see 'webflow-contract explain {finding.rule}'"
        )
    known = operations(contract)
    if finding.operation not in known:
        raise ProposalError(f"finding {finding.id} cannot be proposed: there is no operation {finding.operation!r}")
    placed, copies = _apart_from_requests(PlacedFinding(finding, contract, known[finding.operation]))
    proposal = LOOSENING[finding.rule](placed)
    kept = [f"Requests keep {name} as it is: answers have a copy of it." for name, _ in copies]
    changes = (*(action for _, actions in copies for action in actions), *proposal.changes)
    return evolve(proposal, changes=changes, remarks=(*_also(placed, proposal.place), *kept))


def _apart_from_requests(placed: PlacedFinding) -> tuple[PlacedFinding, list[tuple[str, list[Document]]]]:
    """Return the finding where answers have copies of what they share with requests on the way, and these by name."""
    copies: list[tuple[str, list[Document]]] = []
    place = LOOSENING[placed.finding.rule](placed).place
    while sharing.is_in_requests(placed.contract, place):
        copies.append(sharing.apart(placed.contract, placed.operation, placed.status, place))
        placed = evolve(placed, contract=sharing.applied(placed.contract, copies[-1][1]))
        place = LOOSENING[placed.finding.rule](placed).place
    return placed, copies


def _also(placed: PlacedFinding, place: Location) -> list[str]:
    """Say which other answers a change reaches."""
    reached = {name: list(known) for name, known in sharing.answers_with(placed.contract, place).items()}
    own = reached.get(placed.operation.id, [])
    own[:] = [status for status in own if status != placed.status]
    others = ", ".join(f"{name} {' '.join(known)}" for name, known in reached.items() if known)
    return [f"This also changes what may come in other answers: {others}. It changes no request."] if others else []


def actions(proposal: Proposal, finding: Reported, subject: str, seen: date) -> list[Document]:
    """Return a proposal as actions of an Overlay, with the evidence on the first.

    ``subject`` is what the report says was checked, and ``seen`` the day of the run.
    """
    evidence = {
        "what": proposal.what,
        "why": RULES[finding.rule].meaning,
        "source": f"webflow-contract check against {subject}, finding {finding.id}",
        "date": seen.isoformat(),
        "confidence": "inferred" if is_on_this_machine(subject) else "reported",
    }
    first, *others = proposal.changes
    name = {"x-deviation": proposal.name}
    remarks = {_REMARKS: "\n".join(proposal.remarks)} if proposal.remarks else {}
    return [_action(first, {**name, "x-evidence": evidence, **remarks}), *(_action(other, name) for other in others)]


def _action(change: Document, extensions: Document) -> Document:
    target, *kind = change.items()
    return dict([target]) | extensions | dict(kind)


def is_on_this_machine(subject: str) -> bool:
    """Return whether what was checked is a service on this machine, such as a sandbox."""
    try:
        return subject == EMBEDDED or is_loopback(urlsplit(subject).hostname or "")
    except ValueError:  # no URL
        return False


def dump(proposed: list[Document]) -> str:
    """Write actions as they stand in ``spec/observed.yaml``. What an action remarks is a comment above it."""
    written = ""
    for action in proposed:
        for remark in action.get(_REMARKS, "").splitlines():
            written += "".join(f"  # {line}\n" for line in textwrap.wrap(remark, _WIDTH))
        bare = {key: value for key, value in action.items() if key != _REMARKS}
        written += documents.dump({"actions": [bare]}).partition("\n")[2]
    return written


def appended(text: str, proposed: list[Document]) -> str:
    """Return the text of ``spec/observed.yaml`` with actions at its end.

    Raises:
        ProposalError: The text does not end with its list of actions, indented as it is there.
    """
    line_break = "\r\n" if "\r\n" in text else "\n"
    end = "" if text.endswith("\n") else line_break
    longer = f"{text}{end}{line_break}{dump(proposed).replace(chr(10), line_break)}"
    bare = [{key: value for key, value in action.items() if key != _REMARKS} for action in proposed]
    before = documents.parse(text, _FILE)
    try:
        is_meant = documents.parse(longer, _FILE) == {**before, "actions": [*before["actions"], *bare]}
    except (DocumentError, KeyError, TypeError):
        is_meant = False
    if not is_meant:
        raise ProposalError(
            f"{_FILE} does not end with its actions, indented by two: leave out --patch, and paste what is printed then"
        )
    return longer
