/** The script of the add-in. What stands before it sets SMARTXL: the language, and what there is to say of the functions. */

import { type CustomFunctionsHost, register } from "./office.js";
import type { Setting } from "./registry.js";

declare const CustomFunctions: CustomFunctionsHost;
declare const SMARTXL: Setting;

register(CustomFunctions, SMARTXL);
