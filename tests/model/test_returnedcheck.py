"""What a return puts around a check comes off again."""

from __future__ import annotations

import pytest

from smartxl.model.returnedcheck import own_check, returned_check


@pytest.mark.parametrize("own", ['IF(A1="","未填","✓")', "A1", 'IF(B2<>"","a,b","")'])
def test_the_forms_own_check_comes_back(own: str) -> None:
    returned = returned_check(own, 'G8="1"', '见"清单"')
    assert '"见""清单"""' in returned
    assert own_check(returned) == own
    assert own_check(own) == own
