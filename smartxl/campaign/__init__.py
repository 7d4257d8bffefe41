"""One round of many cities: each city is a project, all steps run city by city, and the cities are compared.

In: a folder with `campaign.yaml`, a table of cities, the project of the common indicators, a project for each city. Out: what
each city's project gives, a comparison of the cities, its report, tables for other programs. Start reading at
`campaign.Campaign`; `work` is what is done for one city, in whatever process.
"""

from smartxl.campaign.campaign import Campaign, init_campaign, open_campaign

__all__ = ["Campaign", "init_campaign", "open_campaign"]
