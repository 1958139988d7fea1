package ui

import (
	"testing"
	"time"

	"inventorybeacon/app"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/demotenant/demotenanttest"
	"inventorybeacon/ui/session/sessiontest"
)

// Signing in again is of no use before the former secrets are given up.
func TestARestoreOffersToGiveUpSecretsThatNobodyCanOpen(t *testing.T) {
	for name, rotate := range map[string]bool{"the key is another one now": true, "the key is the same": false} {
		t.Run("given "+name, func(t *testing.T) {
			dir := t.TempDir()
			w := sessiontest.Open(t, sessiontest.Options{Dir: dir, Tenant: demotenanttest.Start(t, demotenant.Options{Users: 20})})
			w.Connect("Contoso")
			backup, err := w.Beacon.BackUp(t.Context())
			w.Must(err)
			if rotate {
				_, err = w.Beacon.RotateKey(t.Context())
				w.Must(err)
			}
			w.End()
			restored, err := app.RestoreBackup(t.Context(), dir, backup.Path, time.Now())
			w.Must(err)
			sealed := app.SecretsAfterRestore(t.Context(), dir)

			w = sessiontest.Open(t, sessiontest.Options{Dir: dir})
			s := &shell{session: w.Session, window: w.Window}
			s.tellRestored(restored, sealed, nil)
			if !w.Says("The backup is restored", "The file of before is kept as") {
				t.Errorf("it says:\n%s", w.Text())
			}
			if !rotate {
				if w.Says("Give Up the Secrets...") {
					t.Errorf("it says:\n%s", w.Text())
				}
				return
			}
			if !w.Says("inventory-beacon connection forget-secrets") {
				t.Errorf("it says:\n%s", w.Text())
			}
			w.Press("Give Up the Secrets...")
			w.Press("Give Up the Secrets")
			w.Until("they are given up", func() bool {
				_, err := w.Beacon.KeyPlace(t.Context())
				return err == nil
			})
		})
	}
}
