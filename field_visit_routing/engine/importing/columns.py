"""Which column means what: headers in English and Chinese, else the look of the values."""

from __future__ import annotations

import re
from typing import Dict, List, Sequence

#: target → headers, compared without case, spaces and punctuation.
HEADERS: Dict[str, Sequence[str]] = {
    "name": ("name", "customer", "customer name", "company", "company name", "client", "account", "account name",
             "shop", "store", "display name", "名称", "客户名称", "客户", "公司", "公司名称", "单位", "单位名称",
             "门店", "门店名称", "店名", "姓名", "企业名称"),
    "street": ("street", "street address", "address", "address 1", "address line 1", "full address", "location",
               "地址", "详细地址", "街道", "街道地址", "客户地址", "公司地址", "门店地址", "通讯地址", "住址"),
    "street2": ("street2", "street 2", "address 2", "address line 2", "地址2", "补充地址"),
    "city": ("city", "town", "municipality", "城市", "市", "所在城市", "地市"),
    "zip": ("zip", "zip code", "postcode", "postal code", "post code", "邮编", "邮政编码"),
    "state": ("state", "province", "region", "county", "省", "省份", "省市", "州"),
    "country": ("country", "country code", "国家", "国别", "国家地区"),
    "phone": ("phone", "telephone", "tel", "mobile", "phone number", "电话", "手机", "手机号", "手机号码",
              "联系电话", "电话号码", "联系方式", "固话"),
    "email": ("email", "e-mail", "mail", "email address", "邮箱", "电子邮件", "电子邮箱", "邮件"),
    "website": ("website", "web", "url", "homepage", "网站", "网址", "官网"),
    "latitude": ("latitude", "lat", "y", "partner latitude", "geo lat", "gps lat", "纬度", "緯度"),
    "longitude": ("longitude", "lon", "lng", "long", "x", "partner longitude", "geo lon", "gps lon", "经度", "經度"),
    "position": ("position", "coordinates", "coordinate", "coords", "lat lon", "latlon", "lat lng", "latlng",
                 "lon lat", "lonlat", "gps", "geo", "坐标", "经纬度", "位置", "定位", "gps坐标"),
    "score": ("score", "visit score", "priority", "rating", "评分", "得分", "优先级", "分数"),
    "duration": ("duration", "visit duration", "service time", "minutes", "时长", "拜访时长", "服务时长"),
    "interval": ("interval", "visit interval", "every days", "days between visits", "拜访周期", "周期", "拜访间隔"),
    "comment": ("note", "notes", "comment", "remark", "remarks", "备注", "说明", "注释"),
}
TARGETS = tuple(HEADERS)

_PAIR = re.compile(r"[-+]?\d{1,3}\.\d+\s*[,;\s]\s*[-+]?\d{1,3}\.\d+")


def _plain(text: str) -> str:
    return re.sub(r"[\s_\-./:：()（）*]+", "", text).casefold()


_BY_HEADER = {_plain(header): target for target, headers in HEADERS.items() for header in headers}


def recognise(header: str) -> str:
    """Return the target that a header means, "" when none."""
    plain = _plain(header)
    # "电话 (手机)" and "Latitude (WGS84)" keep their meaning without the remark
    bare = _plain(re.sub(r"[(（].*?[)）]", "", header))
    return _BY_HEADER.get(plain) or _BY_HEADER.get(bare, "")


def guess_columns(first: Sequence[str], sample: Sequence[Sequence[str]]) -> tuple[bool, List[str]]:
    """Return whether ``first`` is a header row, and the target of each of its columns ("" = ignore).

    A header row has at least one recognised header and no position. Without one only the
    position column and the name (the first column of words) can be told.
    """
    targets = [recognise(cell) for cell in first]
    if any(targets) and not any(_PAIR.search(cell) for cell in first):
        return True, _unique(targets)
    return False, _by_values([first] + list(sample))


def _unique(targets: Sequence[str]) -> List[str]:
    seen: Dict[str, int] = {}
    return [target if target and seen.setdefault(target, index) == index else ""
            for index, target in enumerate(targets)]


def _by_values(rows: Sequence[Sequence[str]]) -> List[str]:
    width = max(len(row) for row in rows)
    targets = [""] * width
    for index in range(width):
        cells = [row[index] for row in rows if index < len(row) and row[index]]
        if "position" not in targets and cells and all(_PAIR.fullmatch(cell) for cell in cells):
            targets[index] = "position"
        elif "name" not in targets and cells and not any(re.fullmatch(r"[-+\d.,\s]+", cell) for cell in cells):
            targets[index] = "name"
        elif "name" in targets and "street" not in targets and any(re.search(r"\d", cell) for cell in cells) \
                and any(re.search(r"[^\W\d]", cell) for cell in cells):
            targets[index] = "street"
    return targets
