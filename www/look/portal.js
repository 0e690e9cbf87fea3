// Every page works without this; it only spares people some steps.
// "dkfds" is the design system's own scripts (see build.mjs).
import CharacterLimit from 'dkfds/components/character-limit';
import ErrorSummary from 'dkfds/components/error-summary';
import Navigation from 'dkfds/components/navigation';

const all = (selector) => document.querySelectorAll(selector);

const span = (classes, text) => {
	const s = document.createElement('span');
	s.className = classes;
	s.textContent = text;
	return s;
};

// Tells the style sheet that the menu no longer opens by its address.
document.documentElement.classList.add('js');

// Without script these are links to the menu and away from it.
for (const link of all('.js-menu-open, .js-menu-close')) {
	link.setAttribute('role', 'button');
	link.addEventListener('click', (e) => e.preventDefault());
	link.addEventListener('keydown', (e) => {
		if (e.key === ' ') {
			e.preventDefault();
			link.click();
		}
	});
}
for (const link of all('.js-menu-open'))
	link.setAttribute('aria-haspopup', 'dialog');
if (document.querySelector('.mobile-drawer'))
	new Navigation().init();

// <input class="form-input" data-max="60"> in a .form-group: what is left is
// counted beneath it. The page itself must say how much it takes.
for (const field of all('.form-input[data-max]')) {
	const group = field.closest('.form-group');
	if (!group)
		continue;
	const visible = span('form-hint character-limit', '');
	visible.setAttribute('aria-hidden', 'true');
	const spoken = span('character-limit-sr-only sr-only', '');
	spoken.setAttribute('aria-live', 'polite');
	field.after(visible, spoken);
	group.classList.add('form-limit');
	group.dataset.maxlength = field.dataset.max;
	new CharacterLimit(group).init();
}

// <div data-preview="/path"> in a form: what the path answers to the fields so
// far stands there. It is asked once the fingers rest, for fields whose names
// the path has in data-fields, and an answer that comes too late is not shown.
for (const box of all('[data-preview]')) {
	const form = box.closest('form');
	const fields = box.dataset.fields.split(' ');
	let waiting, asking, told = '';

	const show = (html) => {
		if (html === told)
			return;
		told = html;
		const page = new DOMParser().parseFromString(html, 'text/html');
		box.replaceChildren(...page.body.childNodes);
	};
	const ask = async () => {
		const sent = new URLSearchParams();
		for (const [name, value] of new FormData(form))
			if (fields.includes(name))
				sent.append(name, value);
		asking?.abort();
		asking = new AbortController();
		try {
			const answer = await fetch(`${box.dataset.preview}?${sent}`,
				{ signal: asking.signal, redirect: 'error' });
			show(answer.ok ? (await answer.text()).trim() : '');
		} catch (e) {
			if (e.name !== 'AbortError')
				show('');
		}
	};
	const soon = (ms) => {
		clearTimeout(waiting);
		waiting = setTimeout(ask, ms);
	};
	form.addEventListener('input', (e) => {
		if (fields.includes(e.target.name))
			soon(300);
	});
	soon(0);
}

// ---- passkeys: the page holds the question, and the form the answer ----

const toBytes = (s) => Uint8Array.from(
	atob(s.replace(/-/g, '+').replace(/_/g, '/')), (l) => l.charCodeAt(0));
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
	.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

async function addKey({ challenge, site, handle, name, known }) {
	const { response } = await navigator.credentials.create({ publicKey: {
		challenge: toBytes(challenge),
		rp: { id: site, name: 'Småjob' },
		user: { id: new TextEncoder().encode(handle), name,
			displayName: name },
		pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
		excludeCredentials: known.split(' ').filter(Boolean)
			.map((id) => ({ type: 'public-key', id: toBytes(id) })),
		authenticatorSelection: { residentKey: 'required',
			requireResidentKey: true, userVerification: 'required' },
		attestation: 'none',
	} });
	return { klient: response.clientDataJSON,
		attest: response.attestationObject };
}

async function useKey({ challenge, site }) {
	const { rawId, response } = await navigator.credentials.get({ publicKey: {
		challenge: toBytes(challenge),
		rpId: site,
		userVerification: 'required',
	} });
	return { noegle: rawId, klient: response.clientDataJSON,
		data: response.authenticatorData, underskrift: response.signature,
		hvem: response.userHandle || [] };
}

for (const form of all('form[data-passkey]')) {
	const { site, passkey } = form.dataset;
	const failed = form.querySelector('[data-passkey-failed]');
	// Keys belong to the site's own name, and need a browser that has them.
	if (!window.PublicKeyCredential || location.hostname !== site)
		continue;
	form.hidden = false;
	form.addEventListener('submit', async (e) => {
		const name = form.elements.navn;
		// The portal says what to mend before a key is made.
		if (name && !name.value.trim())
			return;
		e.preventDefault();
		e.stopImmediatePropagation();
		failed.hidden = true;
		try {
			const answer = await (passkey === 'create' ? addKey : useKey)(
				form.dataset);
			for (const [field, bytes] of Object.entries(answer))
				form.elements[field].value = toText(bytes);
			form.submit();
		} catch {
			failed.hidden = false;
		}
	});
}

// An impatient second press is not sent; the first is on its way.
for (const form of all('form[method="post"]')) {
	let sent = -Infinity;
	form.addEventListener('submit', (e) => {
		if (e.timeStamp - sent < 2000)
			e.preventDefault();
		else
			sent = e.timeStamp;
	});
}

// Last, since it moves the focus to what needs mending.
for (const summary of all('[data-module="error-summary"]'))
	new ErrorSummary(summary).init();
