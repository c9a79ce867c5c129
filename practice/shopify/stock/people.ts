import type { Chance } from '../../chance';

/** A made-up person; their address is at example.com and their phone in the range kept for fiction. */
export type Person = {
  firstName: string;
  lastName: string;
  email: string;
  phone: string | null;
  address: Readonly<Record<string, string>>;
};

const FIRST =
  'Ada Bela Cora Dario Edda Farid Greta Hugo Ines Jonas Kira Lena Milo Nora Oskar Paula Quinn Rosa Samir Tilda Uma Viktor Wanda Xenia Yara Zeno'.split(
    ' ',
  );
const LAST =
  'Sample Placeholder Pretend Mockman Specimen Fakely Madeup Testov Notreal Exampleton Standin Fiction Imagin Dummyson Paperhouse'.split(
    ' ',
  );
const STREETS = 'Sample Street,Invented Avenue,Pretend Lane,Placeholder Road,Imaginary Row,Specimen Square'.split(',');

const CITIES: Readonly<Record<string, readonly (readonly [city: string, zip: string, province: string | null])[]>> = {
  US: [
    ['Springfield', '62701', 'IL'],
    ['Portland', '97201', 'OR'],
    ['Austin', '73301', 'TX'],
    ['Albany', '12201', 'NY'],
  ],
  CA: [
    ['Ottawa', 'K1A 0A1', 'ON'],
    ['Calgary', 'T2P 0A1', 'AB'],
  ],
  DE: [
    ['Berlin', '10115', null],
    ['Hamburg', '20095', null],
    ['Leipzig', '04103', null],
  ],
  FR: [
    ['Lyon', '69001', null],
    ['Nantes', '44000', null],
  ],
  GB: [
    ['Leeds', 'LS1 1AA', null],
    ['Bristol', 'BS1 1AA', null],
  ],
  JP: [
    ['Kyoto', '600-8001', 'JP-26'],
    ['Sapporo', '060-0001', 'JP-01'],
  ],
};

/** Only a hundred numbers of each area are kept for fiction, and a number is one customer's. */
function areaCode(number: number): number {
  return 201 + (Math.floor(number / 100) % 700);
}

/** Makes the `number`th person of a store, living in `countryCode`. */
export function makePerson(chance: Chance, number: number, countryCode: string): Person {
  const firstName = chance.pick(FIRST);
  const lastName = chance.pick(LAST);
  const [city, zip, province] = chance.pick(CITIES[countryCode] ?? ([['Sampletown', '1000', null]] as const));
  return {
    firstName,
    lastName,
    email: `${firstName}.${lastName}.${number}@example.com`.toLowerCase(),
    phone:
      countryCode === 'US' && chance.happens(0.4)
        ? `+1${areaCode(number)}555${String(100 + (number % 100)).padStart(4, '0')}`
        : null,
    address: {
      firstName,
      lastName,
      address1: `${chance.between(1, 240)} ${chance.pick(STREETS)}`,
      city,
      zip,
      countryCode,
      ...(province ? { provinceCode: province } : {}),
    },
  };
}
