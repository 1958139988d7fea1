package browser

// The pages that a browser shows around a sign-in. They load nothing from
// anywhere and repeat nothing of the request.
var (
	pageOpening  = signInPage("Opening the sign-in page…", "This takes a moment.")
	PageSignedIn = signInPage("Signed in", "You can close this window and go back to Inventory Beacon.")
	PageRefused  = signInPage("Not signed in", "You can close this window; Inventory Beacon says why.")
	PageNotOurs  = signInPage("This is not the sign-in that Inventory Beacon waits for", "Finish the newest sign-in page, or start again.")
)

func signInPage(title, text string) string {
	return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Inventory Beacon</title>` +
		`<meta name="color-scheme" content="light dark"><style>` +
		`body{font:15px system-ui,sans-serif;margin:0;min-height:90vh;display:grid;place-content:center;text-align:center;padding:1em}` +
		`h1{font-size:1.3em;font-weight:600;margin:0 0 .4em}p{margin:0;opacity:.75}` +
		`</style></head><body><h1>` + title + `</h1><p>` + text + `</p></body></html>`
}

// PageHeaders keep an answer out of caches and of the Referer header.
func PageHeaders() map[string]string {
	return map[string]string{
		"Content-Type":            "text/html; charset=utf-8",
		"Cache-Control":           "no-store",
		"Referrer-Policy":         "no-referrer",
		"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
		"X-Content-Type-Options":  "nosniff",
	}
}
