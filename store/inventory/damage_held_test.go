package inventory

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"inventorybeacon/store/sqlite"
)

func TestOnlyDamageMakesAHeldImportUseless(t *testing.T) {
	for name, given := range map[string]struct {
		err     error
		damaged bool
	}{
		"a damaged file":            {&sqlite.DamagedFileError{Path: "/x"}, true},
		"a file of another program": {&sqlite.ForeignFileError{Path: "/x"}, true},
		"a text that was cut":       {&json.SyntaxError{}, true},
		"a text of another form":    {&json.UnmarshalTypeError{}, true},
		"a row that is missing":     {sql.ErrNoRows, true},
		"a full disk":               {&sqlite.DiskFullError{Path: "/x"}, false},
		"a cancel":                  {context.Canceled, false},
	} {
		t.Run("given "+name, func(t *testing.T) {
			err := heldDamage("/staging/held.db", fmt.Errorf("opening: %w", given.err))
			var damage *DamagedHeldError
			if errors.As(err, &damage) != given.damaged {
				t.Fatalf("it is told as %v", err)
			}
			if given.damaged && damage.Path != "/staging/held.db" || !errors.Is(err, given.err) && !given.damaged {
				t.Errorf("it is told as %v", err)
			}
		})
	}
}
