package browser

import (
	"os"
	"path/filepath"
)

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
