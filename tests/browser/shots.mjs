// usage: shots.mjs FOLDER   Takes the README's pictures: what an employer sees
// before posting a task, and what the demo's telephones then say.

import { join } from 'node:path';
import { Demo, fillTask, person, press, signIn, TASK } from './people.mjs';
import { launch, start } from './portal.mjs';

const folder = process.argv[2];
const portal = await start('2026-12-01 09:05');
const browser = await launch();

try {
	const demo = new Demo(await person(browser), portal);
	const anne = await person(browser, { width: 1080 });
	await signIn(anne, demo, 'anne@bagerbech.example');
	await anne.goto(`${portal.url}/opgaver/ny?vis=0`);
	await fillTask(anne, TASK);
	await press(anne, 'Se, hvordan det bliver');
	await anne.getByRole('heading', { name: 'Tjek dine svar' }).waitFor();
	await anne.screenshot({ path: join(folder, 'post.png'),
		clip: { x: 0, y: 0, width: 1080, height: 800 } });

	await press(anne, 'Opret opgaven');
	await demo.newest('Amir Haddad');
	await demo.answer('Amir Haddad', 'Ja tak');
	await demo.forward('Til næste hverdag kl 8', 'Til næste hverdag kl 8',
		...Array(6).fill('En time frem'));
	await demo.answer('Anne Bech', 'JA');
	await demo.forward('Til næste hverdag kl 8');
	await demo.newest('Jonas Friis');
	await demo.page.setViewportSize({ width: 1080, height: 900 });
	await demo.page.locator('.phones').first()
		.screenshot({ path: join(folder, 'demo.png') });
} finally {
	await browser.close();
	await portal.end();
}
