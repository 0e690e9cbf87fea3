// What a firm says of its places, who goes to see it, and what a consultant
// writes down for a firm that rings.

import test from 'node:test';
import { check, Demo, everywhere, fillTask, person, press, signIn, TASK }
	from './people.mjs';
import { launch, start } from './portal.mjs';

const METTE = 'mette@holstebro.example';

let browser, portal, demo, mette;
test.before(async () => {
	portal = await start('2026-12-01 09:05');
	browser = await launch();
	demo = new Demo(await person(browser), portal);
	mette = await person(browser);
});
test.after(async () => {
	await browser.close();
	await portal.end();
});

test('a firm says how it does it, without JavaScript', async () => {
	const anne = await person(browser, { script: false, width: 390 });
	await signIn(anne, demo, 'anne@bagerbech.example');
	await anne.goto(`${portal.url}/firma/steder`);
	await check(anne, 'Jeres steder');
	await anne.getByRole('link', { name: 'Bager Bech' }).click();
	await check(anne, 'Ret stedet');
	await anne.getByText('Der er ro omkring arbejdet').first().click();
	await anne.locator('#saadan_ro').fill('Bagerst er der ro efter kl 10');
	await anne.getByLabel('P-nummer').fill('123');
	await press(anne, 'Gem stedet');
	await check(anne, 'Ret én ting');
	await anne.getByLabel('P-nummer').fill('1012 345 678');
	await press(anne, 'Gem stedet');
	await anne.getByText('Det er gemt.').waitFor();
	await anne.getByText('Vi har ikke set det endnu.').waitFor();
	await check(anne);
});

test('a firm agrees once to what is expected', async () => {
	const ove = await person(browser);
	await signIn(ove, demo, 'ove@nymontage.example');
	await ove.goto(`${portal.url}/firma`);
	await press(ove, 'Gem');
	await everywhere(ove, 'Ret én ting', 'firma');
	await ove.getByText('Ja, det gør vi').click();
	await press(ove, 'Gem');
	await ove.locator('summary').first().click();
	await ove.getByText('Det sagde I ja til 1/12 2026.').waitFor();
	await ove.goto(`${portal.url}/firma/steder/ny`);
	await everywhere(ove, 'Tilføj et sted', 'sted');
});

test('a consultant sees it', async () => {
	await signIn(mette, demo, METTE);
	await mette.goto(`${portal.url}/venter`);
	await mette.getByText('Siger noget om stedet, som ingen har set').waitFor();
	await check(mette);
	await mette.goto(`${portal.url}/steder`);
	await everywhere(mette, 'Steder at se', 'steder');
	await mette.getByRole('link', { name: 'Bager Bech' }).click();
	await mette.getByText('Bagerst er der ro efter kl 10').waitFor();
	await everywhere(mette, 'Der er ro omkring arbejdet', 'set');
	await press(mette, /^Set på stedet/);
	await mette.getByText('Set på stedet 1/12 af Mette Kjær.').nth(2).waitFor();
});

test('and posts for a firm that rings', async () => {
	await mette.goto(`${portal.url}/opgave/ny`);
	await mette.getByLabel('Virksomhed').fill('bech');
	await press(mette, 'Find');
	await everywhere(mette, 'Bager Bech ApS', 'find');
	await mette.getByRole('link', { name: 'Opret for Anne' }).click();
	await fillTask(mette, TASK);
	await mette.getByLabel('Løn i timen').fill('nul');
	await press(mette, 'Se, hvordan det bliver');
	await everywhere(mette, 'Ret én ting', 'staff');
	await mette.getByLabel('Løn i timen').fill('145');
	await press(mette, 'Se, hvordan det bliver');
	await everywhere(mette, 'Læs opgaven højt', 'staff-tjek');
	await press(mette, 'Opret opgaven');
	await mette.waitForURL(/\/opgave\/\d+\/hvem$/);
	await demo.newest('Amir Haddad');
	await demo.mailbox('anne@bagerbech.example')
		.getByText('Mette har skrevet den for jer').waitFor(
			{ state: 'attached' });
});

test('also for one that nobody knows, without JavaScript', async () => {
	const other = await person(browser, { script: false });
	await other.context().addCookies(await mette.context().cookies());
	await other.goto(`${portal.url}/opgave/ny/firma`);
	await check(other, 'Virksomheden');
	await other.getByLabel('Virksomhedens navn').fill('Nyt Lager ApS');
	await other.getByLabel('CVR-nummer').fill('13748136');
	await other.getByLabel('Kontaktens fornavn').fill('Nina');
	await other.getByLabel('Kontaktens mobilnummer').fill('20 30 40 50');
	await fillTask(other, { ...TASK, day: '2026-12-10' });
	await other.getByLabel('Stedets navn').fill('Nyt Lager');
	await other.getByLabel('Vej og nummer').fill('Lagervej 2');
	await other.getByLabel('Postnummer').fill('7500');
	await other.getByLabel('By', { exact: true }).fill('Holstebro');
	await press(other, 'Se, hvordan det bliver');
	await check(other, 'Ret én ting');
	await other.getByText('Det har de sagt ja til').click();
	await press(other, 'Se, hvordan det bliver');
	await check(other, 'Læs opgaven højt');
	await press(other, 'Opret opgaven');
	await other.waitForURL(/\/opgave\/\d+\/hvem$/);
});
