"""The queries of a visit, each answered once, and what they give as entries of a facts file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from briefing.data.answers import Answered, Entry
from briefing.data.asking import Asked, flow
from briefing.data.claims import Answer
from briefing.data.combining import balance, changes, mirror, share
from briefing.data.faults import DataFault
from briefing.data.ranks import partner_rank, top_products
from briefing.data.sandbox import Table, digests, open_table
from briefing.data.selecting import selected
from briefing.data.stating import entries, fact, roundings
from briefing.facts.data_files import Query
from briefing.facts.flaws import Flaw
from briefing.facts.model import Visit

_MADE_OF_OTHERS = ("balance", "share", "mirror")


def answered(visit: Visit, folder: Path) -> Answered:
    """The queries of `visit` put to its data files, which lie in `folder`. What cannot be is a flaw."""
    desk = _Desk(visit, folder)
    for id in visit.queries:
        desk.answer(id)
    return desk.stated()


class _Untold(Exception):
    """Ends a query that names what is not there: that is told where all names are looked up."""


class _Desk:
    """The queries of one visit, each answered once, those that others are made of before them."""

    def __init__(self, visit: Visit, folder: Path) -> None:
        self.visit, self.folder = visit, folder
        self.tables: dict[str, Table] = {}
        self.answers: dict[str, Answer] = {}
        self.flaws: list[Flaw] = []
        self.asking: set[str] = set()
        self.repeated: set[str] = set()

    def answer(self, id: str) -> Answer | None:
        """What the query `id` comes to; None, with a flaw told, where it cannot be answered.

        One that is made of itself cannot be either; circles are told with those of facts.
        """
        if id in self.answers:
            return self.answers[id]
        if id in self.asking or id not in self.visit.queries:
            return None
        self.asking.add(id)
        query = self.visit.queries[id]
        try:
            found = self._answer(query)
        except DataFault as fault:
            self._refuse(query, fault)
            return None
        except _Untold:
            return None
        if query.change:
            found = found.and_also(*changes(query, found.claims))
        self.answers[id] = found
        return found

    def _refuse(self, query: Query, fault: DataFault) -> None:
        of_file = fault.field in ("file", "sheet", "shape", "columns", "unit", "flows")
        path: tuple[str, ...] = ("queries", query.id)
        if of_file and query.data is not None:
            path = ("data", query.data)
        where = (*path, fault.field) if fault.field else path
        flaw = Flaw(where, str(fault), fault.hint)
        if flaw not in self.flaws:
            self.flaws.append(flaw)

    def _answer(self, query: Query) -> Answer:
        named = [key for key in (query.measure, query.whole, query.values) if key is not None]
        if any(key not in self.visit.measures for key in named):
            raise _Untold(query.id)
        if (query.ask is None) == (not query.sql):
            message = "a query has one of ask and sql"
            raise DataFault(message, "ask: exports, or sql: SELECT …", "ask" if query.ask else "")
        if query.ask in _MADE_OF_OTHERS:
            return self._made_of_others(query)
        asked = self._asked(query)
        if query.sql:
            return Answer(tuple(selected(asked)))
        match query.ask:
            case "exports" | "imports":
                return Answer(tuple(flow(asked, query.ask)))
            case "top-products":
                return Answer(tuple(top_products(asked, self._flow(query))))
            case "partner-rank":
                return Answer(tuple(partner_rank(asked, self._flow(query))))
            case _:
                raise DataFault(f"nothing answers {query.ask}", field="ask")

    def _made_of_others(self, query: Query) -> Answer:
        wanted = 2 if query.ask == "balance" else 1
        if len(query.of) != wanted:
            words = "of: [EXPORTS, IMPORTS]" if wanted == 2 else "of: EXPORTS"
            message = f"expected {wanted} of the queries above, found {len(query.of)}"
            raise DataFault(message, words, "of")
        if any(id not in self.visit.queries for id in query.of):
            raise _Untold(query.id)
        parts = [self.answer(id) for id in query.of]
        known = [part for part in parts if part is not None]
        if len(known) < wanted:  # why, was told of those
            raise _Untold(query.id)
        name = self.visit.measures[query.measure].name
        if query.ask == "balance":
            sides = [self._flow(self.visit.queries[id]) for id in query.of]
            if sides != ["exports", "imports"]:
                message = f"a balance is exports less imports, found {' and '.join(sides)}"
                raise DataFault(message, "of: [EXPORTS, IMPORTS]", "of")
            return Answer((), tuple(balance(query, known[0], known[1], name)))
        first = self.visit.queries[query.of[0]]
        asked = self._asked(query, first)
        made = share if query.ask == "share" else mirror
        return made(asked, known[0], self._flow(first), name)

    def _flow(self, query: Query) -> str:
        """Which way the trade of a query goes: what it asks for, or what the query it is made of does."""
        if query.ask in ("exports", "imports"):
            return query.ask
        if query.of and query.of[0] in self.visit.queries and query.of[0] != query.id:
            return self._flow(self.visit.queries[query.of[0]])
        return "exports"

    def _asked(self, query: Query, of: Query | None = None) -> Asked:
        """The query with its table and its two sides; what it does not say it has from `of`."""
        data = query.data or (of.data if of else None)
        if data is None:
            raise DataFault("expected the data file to read", "data: …", "data")
        if data not in self.visit.data:
            raise _Untold(data)
        if data not in self.tables:
            self.tables[data] = open_table(self.visit.data[data], self.folder)
        head = self.visit.visit
        reporter = query.reporter or (of.reporter if of else None) or head.host.country
        partner = query.partner or (of.partner if of else None) or head.guest.country
        if of is not None:  # of the same time, and cut into the same parts
            same = ("periods", "every", "months", "product", "sum")
            default = {name: getattr(of, name) for name in same if not getattr(query, name)}
            query = query.model_copy(update={**default, "every": of.every})
        return Asked(query, self.tables[data], reporter, partner)

    def stated(self) -> Answered:
        """All answers as entries of a facts file."""
        measures = self.visit.measures
        rounding = roundings(self.answers, measures)
        made = Answered(flaws=(), read=digests(self.tables, self.folder))
        for id, answer in self.answers.items():
            query = self.visit.queries[id]
            for claim in answer.claims:
                try:
                    entry = fact(
                        claim, id, measures.get(claim.measure), rounding.get(claim.measure)
                    )
                except DataFault as fault:
                    self._refuse(query, fault)
                    break
                self._add(made.facts, claim.id, entry, query, made)
            for key, entry in entries(answer.formulas, id).items():
                self._add(made.calculations, key, entry, query, made)
        left = tuple(id for id in self.visit.queries if id not in self.answers)
        return Answered(made.facts, made.calculations, made.of, left, tuple(self.flaws), made.read)

    def _add(
        self, into: dict[str, Entry], id: str, entry: Entry, query: Query, made: Answered
    ) -> None:
        if made.of.get(id) == query.id:
            if query.id not in self.repeated:  # the others are told with the first
                self.repeated.add(query.id)
                hint = "give each a code of its own, or add them up: GROUP BY period"
                self._refuse(query, DataFault(f"two rows would both be {id}", hint))
            return
        taken = next(self._taken(id, made), "")
        if taken:
            message = f"the id {id} that this query would give is taken by {taken}"
            self._refuse(query, DataFault(message, "give the query another id"))
            return
        into[id] = entry
        made.of[id] = query.id

    def _taken(self, id: str, made: Answered) -> Iterator[str]:
        if id in self.visit.facts or id in self.visit.calculations:
            yield "the facts file itself"
        if id in made.of:
            yield f"the query {made.of[id]}"
