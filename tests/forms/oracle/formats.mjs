// What a JSON Forms host must know of Lotse's formats, written from the standards and not from the program:
// an IBAN by ISO 13616, a tax number by AO § 139b, characters by DIN 91379 (whose list comes in by LOTSE_DIN91379).
import { readFileSync } from "node:fs";

const lists = JSON.parse(readFileSync(process.env.LOTSE_DIN91379, "utf8"));

function din91379(kind) {
  const groups = lists.types[kind].map((name) => lists.groups[name]);
  const sequences = groups.flatMap((group) => (group.sequences ?? "").split(" ").filter(Boolean));
  const letters = new Set([...groups.flatMap((group) => [...group.characters]), ...sequences]);
  const longest = Math.max(...[...letters].map((one) => [...one].length));
  return (text) => {
    if (text.normalize("NFC") !== text) return false;
    const points = [...text];
    for (let at = 0; at < points.length; ) {
      let length = longest;
      while (length > 0 && !letters.has(points.slice(at, at + length).join(""))) length -= 1;
      if (length === 0) return false;
      at += length;
    }
    return true;
  };
}

function daysOf(year, month) {
  return new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}

function partialDate(text) {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (!match) return false;
  const [year, month, day] = match.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  if (year < 1 || month === 0 || month > 12 || day === 0) return false;
  return day === undefined || day <= daysOf(year, month);
}

const LENGTHS = { AT: 20, BE: 16, CH: 21, CZ: 24, DE: 22, FR: 27, GB: 22, NL: 18, PL: 28 };

function remainder(text) {
  let rest = 0;
  for (const one of text) rest = (rest * (one > "9" ? 100 : 10) + parseInt(one, 36)) % 97;
  return rest;
}

function iban(text) {
  return /^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(text) && text.length === LENGTHS[text.slice(0, 2)]
    && remainder(text.slice(4) + text.slice(0, 4)) === 1;
}

function taxId(text) {
  if (!/^[1-9]\d{10}$/.test(text)) return false;
  const counts = new Map();
  for (const one of text.slice(0, 10)) counts.set(one, (counts.get(one) ?? 0) + 1);
  const often = [...counts.values()].filter((count) => count > 1);
  if (often.length !== 1 || often[0] > 3) return false;
  let product = 10;
  for (const one of text.slice(0, 10)) {
    const sum = (Number(one) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === Number(text[10]);
}

function serialNumber(text) {
  if (!/^[0-9CFGHJKLMNPRTVWXYZ]{9}\d?$/.test(text)) return false;
  const sum = [...text.slice(0, 9)].reduce((total, one, at) => total + parseInt(one, 36) * [7, 3, 1][at % 3], 0);
  return text.length === 9 || sum % 10 === Number(text[9]);
}

function insuranceNumber(text) {
  const match = /^(\d{8})([A-Z])(\d{2})(\d)$/.exec(text);
  if (!match) return false;
  const number = String(match[2].charCodeAt(0) - 64).padStart(2, "0");
  const digits = [...(match[1] + number + match[3])].map(Number);
  const weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
  const sum = digits.reduce((total, digit, at) => {
    const product = digit * weights[at];
    return total + Math.floor(product / 10) + (product % 10);
  }, 0);
  return sum % 10 === Number(match[4]);
}

function telephone(text) {
  const digits = text.replace(/[\s/().-]/g, "");
  return /^(\+|0)\d{6,13}$/.test(digits);
}

export const formats = {
  ags: /^(?:0[1-9]|1[0-6])\d{6}$/,
  "ausweis-seriennummer": serialNumber,
  bic: /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/,
  "din91379-a": din91379("a"),
  "din91379-b": din91379("b"),
  "din91379-c": din91379("c"),
  fin: /^[A-HJ-NPR-Z0-9]{17}$/,
  iban,
  "kfz-kennzeichen": (text) =>
    /^[A-ZÄÖÜ]{1,3}-(?:[A-Z]{1,2} [1-9]\d{0,3}[EH]?|\d{1,6})$/.test(text) && text.replace(/[ -]/g, "").length <= 8,
  plz: /^(?:0[1-9]|[1-9]\d)\d{3}$/,
  rentenversicherungsnummer: insuranceNumber,
  "steuer-idnr": taxId,
  teildatum: partialDate,
  telefon: telephone,
};
