package browser

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"github.com/chromedp/chromedp"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network/proxyroute"
)

// switches make a small window without an address bar, in which a password
// is typed: with the protections, such as phishing detection and Safe Browsing,
// that the browser has when a person starts it. So chromedp's default switches,
// which are for automatic tests and turn them off, are left out, and each one here
// has a reason. What a distribution or an organization sets for every browser
// holds here too.
func switches(program string, proxies proxyroute.Browser, first Page) []chromedp.ExecAllocatorOption {
	opening := "data:text/html;charset=utf-8;base64," + base64.StdEncoding.EncodeToString([]byte(first.html()))
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program),
		chromedp.VisibleWindow, // an error where there is no display
		chromedp.Flag("start-maximized", false),
		// A window without tabs and address bar, which shows a page of ours first.
		chromedp.Flag("app", opening),
		// The profile is new each time: the browser would begin with questions.
		chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck,
		// Only root needs it: see there.
		chromedp.Flag("no-sandbox", needsNoSandbox()),
	}
	if runtime.GOOS == "linux" {
		// The browser would open the keyring, for a profile that ends with the
		// sign-in; where that is locked, its question stands before the page.
		options = append(options, chromedp.Flag("password-store", "basic"))
	}
	return append(options, proxySwitches(proxies)...)
}

// proxySwitches have the browser go the ways of the connection. It leaves this computer out by
// itself.
func proxySwitches(proxies proxyroute.Browser) []chromedp.ExecAllocatorOption {
	switch {
	case proxies.System:
		return nil
	case proxies.Script != "":
		return []chromedp.ExecAllocatorOption{chromedp.Flag("proxy-pac-url", proxies.Script)}
	case proxies.Servers == "":
		// As everything else of the connection: direct, whatever the system says.
		return []chromedp.ExecAllocatorOption{chromedp.Flag("no-proxy-server", true)}
	case proxies.Exceptions == "":
		return []chromedp.ExecAllocatorOption{chromedp.ProxyServer(proxies.Servers)}
	default:
		return []chromedp.ExecAllocatorOption{chromedp.ProxyServer(proxies.Servers), chromedp.Flag("proxy-bypass-list", proxies.Exceptions)}
	}
}

// placed are the switches that say where the window stands, if anybody knows, and its size.
func (w Window) placed() []chromedp.ExecAllocatorOption {
	if w.Place != nil {
		if at, ok := w.Place(); ok {
			return []chromedp.ExecAllocatorOption{
				chromedp.Flag("window-position", fmt.Sprintf("%d,%d", at.X, at.Y)), chromedp.WindowSize(at.Width, at.Height),
			}
		}
	}
	return []chromedp.ExecAllocatorOption{chromedp.WindowSize(connector.SignInWidth, connector.SignInHeight)}
}

// profilePreferences keep the browser from offering to save the administrator's
// password, over the page that asks for consent, and from asking a service how
// the fields of the page are to be filled in.
const profilePreferences = `{
	"credentials_enable_service": false,
	"credentials_enable_autosignin": false,
	"profile": {"password_manager_enabled": false},
	"autofill": {"profile_enabled": false, "credit_card_enabled": false}
}`

// newProfile makes an empty browser profile in a directory.
func newProfile(dir string) (profile string, err error) {
	profile = filepath.Join(dir, "profile")
	if err := os.MkdirAll(filepath.Join(profile, "Default"), 0o700); err != nil {
		return "", err
	}
	return profile, os.WriteFile(filepath.Join(profile, "Default", "Preferences"), []byte(profilePreferences), 0o600)
}
