"""COINr's own numbers under given weights, on its ASEM example, as far as that lies beside the checkout.

Made with COINr b968203 (MIT licence): new_coin, Treat(winmax = 5), Normalise(n_minmax, 0 to 100), Aggregate(a_amean), once
from the raw data and once from the example coin (denominated, imputed by group means), with the weight of element number n,
in the order of `coin$Meta$Weights$Original`, in run r set to 1 + 0.25·sin(r·n), for 1,000 runs; of these, three are kept in
coinr_asem.csv.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from smartxl.scoring import Tree
from smartxl.scoring.treatment import OutlierRule, Treatment, denominate, impute, treat
from smartxl.scoring.uncertainty import weighted_runs

FOLDER = Path(__file__).parents[4] / "shared" / "data" / "asem"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the ASEM data are not beside the checkout")

_ELEMENTS = """\
Goods Services FDI PRemit ForPort Renew PrimEner CO2 MatCon Forest CostImpEx Tariff TBTs TIRcon RTAs Visa StMob Research Pat
CultServ CultGood Tourist MigStock Lang LPI Flights Ship Bord Elec Gas ConSpeed Cov4G Embs IGOs UNVote Poverty Palma TertGrad
FreePress TolMin NGOs CPI FemLab WomParl PubDebt PrivDebt GDPGrow RDExp NEET Physical ConEcFin Political Instit P2P Environ
Social SusEcFin Conn Sust
"""
COINR = pd.read_csv(Path(__file__).parent / "coinr_asem.csv", index_col="unit")


@pytest.mark.parametrize("source", ["raw", "full"])
def test_scores_and_ranks_under_given_weights(source: str) -> None:
    meta = pd.read_csv(FOLDER / "asem_iMeta.csv")
    everything = pd.read_csv(FOLDER / "asem_iData.csv").set_index("uCode")
    indicators = meta[meta["Type"] == "Indicator"].set_index("iCode")
    data = everything[indicators.index].astype(float)
    if source == "full":
        by = {str(code): str(name) for code, name in indicators["Denominator"].dropna().items()}
        sizes = everything[sorted(set(by.values()))].astype(float)
        data = impute(denominate(data, sizes, by).data, "mean", everything["EurAsia_group"]).data
    treated = treat(data, Treatment(OutlierRule(most=5))).data * indicators["Direction"]
    scores = 100 * (treated - treated.min()) / (treated.max() - treated.min())
    tree = Tree.from_frame(meta[meta["Level"].notna()], code="iCode", parent="Parent", weight="Weight")
    runs, elements = np.arange(1, 1001), _ELEMENTS.split()
    noise = 0.25 * np.sin(runs[:, None] * np.arange(1, len(elements) + 1))
    found = weighted_runs(scores, tree, pd.DataFrame(1 + noise, index=runs, columns=elements))
    for run in (1, 500, 1000):
        theirs = COINR[f"{source}_{run}"]
        np.testing.assert_allclose(found.scores[theirs.index].T[run], theirs, rtol=1e-12)
        ranks = theirs.rank(ascending=False, method="min")
        assert found.ranks[theirs.index].T[run].tolist() == ranks.tolist()
