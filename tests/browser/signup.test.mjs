// A firm nobody knows: it fills in first and proves who it is last, on a
// telephone without script, and in English with the keys alone.

import assert from 'node:assert/strict';
import test from 'node:test';
import { check, Demo, person, press, shot, signIn } from './people.mjs';
import { launch, start } from './portal.mjs';

let browser, portal, demo;
test.before(async () => {
	portal = await start('2026-12-01 09:05');
	browser = await launch();
	demo = new Demo(await person(browser), portal);
});
test.after(async () => {
	await browser.close();
	await portal.end();
});

const FIELDS = {
	dag: '2026-12-03', fra: '09:00', til: '12:00', loen: '150',
	adresse: 'Nørregade 9', postnr: '7500', firma: 'Nyt Bageri ApS',
	cvr: '20 00 00 07', kontakt: 'Nina', mobil: '20 30 40 50',
};

async function fillIn(page, fields) {
	await page.locator('#funktion').selectOption('pakning');
	for (const [id, value] of Object.entries({ ...FIELDS, ...fields }))
		await page.locator(`#${id}`).fill(value);
}

async function proves(page, address) {
	await press(page, 'Send mig en kode');
	await check(page, 'Skriv koden');
	await shot(page, 'kode');
	await page.getByLabel('Koden').fill('000000');
	await press(page, 'Opret opgaven');
	await page.getByRole('heading', { name: 'Ret én ting' }).waitFor();
	await page.getByLabel('Koden').fill(await demo.code(address));
	await press(page, 'Opret opgaven');
	await page.waitForURL(/\/opgaver\/\d+$/);
	await page.getByText('ringer senest onsdag kl 12').waitFor();
}

test('on a telephone without script', async () => {
	const nina = await person(browser, { width: 390, script: false });
	await nina.goto(portal.url);
	await nina.getByRole('link', { name: 'Opret en opgave' }).click();
	await shot(nina, 'ny');
	await press(nina, 'Se, hvordan det bliver');
	await check(nina, 'Ret 11 ting, så kan du gå videre');
	await shot(nina, 'fejl');
	await fillIn(nina, { email: 'nina@nyt.example' });
	await press(nina, 'Se, hvordan det bliver');
	await check(nina, 'Tjek dine svar');
	await shot(nina, 'tjek');
	// Back, a reload, and forth again lose nothing.
	await nina.getByRole('link', { name: 'Ret noget' }).click();
	assert.equal(await nina.locator('#firma').inputValue(), 'Nyt Bageri ApS');
	await nina.reload();
	await nina.locator('#loen').fill('155');
	await press(nina, 'Se, hvordan det bliver');
	await nina.getByText('155 kr. i timen').waitFor();
	await proves(nina, 'nina@nyt.example');
	await shot(nina, 'opgave');
	await nina.goto(`${portal.url}/opret/kode`);
	await nina.waitForURL(/\/opgaver\/\d+$/);

	await nina.goto(`${portal.url}/firma`);
	await nina.getByLabel('Fornavn').fill('Bo');
	await nina.getByLabel('E-mailadresse eller').fill('bo@nyt.example');
	await press(nina, 'Send invitationen');
	await nina.getByText('Inviteret. Gælder til tirsdag 15/12.').waitFor();
	await check(nina, 'Hvem kan logge ind for jer?');
	await shot(nina, 'firma');
	const bo = await person(browser, { width: 390 });
	await signIn(bo, demo, 'bo@nyt.example');
	await bo.getByRole('heading', { name: 'Jeres opgaver' }).waitFor();
});

// A firm that is here already waits until a person has said yes.
test('a second one of the same firm', async () => {
	const ida = await person(browser);
	await ida.goto(`${portal.url}/opret`);
	await shot(ida, 'ny');
	await fillIn(ida, { kontakt: 'Ida', email: 'ida@nyt.example' });
	await press(ida, 'Se, hvordan det bliver');
	await shot(ida, 'tjek');
	await press(ida, 'Send mig en kode');
	await ida.waitForURL('**/opret/kode');
	await ida.getByLabel('Koden').fill(await demo.code('ida@nyt.example'));
	await press(ida, 'Opret opgaven');
	await check(ida, 'Tak. Vi spørger lige først.');
	await shot(ida, 'tak');

	const mette = await person(browser);
	await signIn(mette, demo, 'mette@holstebro.example');
	await check(mette, 'Ny virksomhed: Nina');
	await shot(mette, 'venter');
	await press(mette, 'Godkend, og spørg de første');
	await press(mette, 'Ja, må oprette for virksomheden');
	await mette.getByText('Der er ikke noget, der venter').waitFor();
});

test('in English, with the keys alone', async () => {
	const ole = await person(browser, { locale: 'en-GB' });
	await ole.goto(`${portal.url}/opret`);
	await ole.locator('#funktion').focus();
	await ole.keyboard.type('Opvask');
	await ole.locator('#cvr').focus();
	await ole.keyboard.press('Enter');
	await check(ole, 'Put 10 things right');
	// The summary leads to what is to be mended.
	await ole.getByRole('link', { name: 'Write your first name' }).focus();
	await ole.keyboard.press('Enter');
	await ole.keyboard.type('Ole');
	await ole.keyboard.press('Tab');
	await ole.keyboard.type('20304051');
	await ole.keyboard.press('Tab');
	await ole.keyboard.type('ole@gaard.example');
	await ole.keyboard.press('Tab');
	await ole.keyboard.press('Enter');
	await ole.getByText('Put 8 things right').waitFor();
	assert.equal(await ole.locator('#kontakt').inputValue(), 'Ole');
	await fillIn(ole, { kontakt: 'Ole' });
	await ole.keyboard.press('Enter');
	await check(ole, 'Check your answers');
	await shot(ole, 'english');
	await ole.getByRole('link', { name: 'What we know about you' }).click();
	await check(ole, 'What we know about you');
});
