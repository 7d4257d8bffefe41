"use strict";
const lang = document.documentElement.lang, report = document.getElementById("report");
const say = (text, values) => text.replace(/\{(\w+)\}/g, (slot, name) => values[name] ?? slot);

document.documentElement.classList.add("js");
if (matchMedia("(max-width: 820px)").matches) document.getElementById("contents").open = false;
