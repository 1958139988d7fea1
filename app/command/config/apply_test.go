package config

import (
	"testing"

	"inventorybeacon/app"
)

// Somebody confirms that something is deleted by what it is called.
func TestEachKindIsCalledByANameOfItsOwn(t *testing.T) {
	kinds := []app.ConfigurationKind{
		app.KindSetting, app.KindSchedule, app.KindConnection, app.KindPrice, app.KindCommitment, app.KindOwnName, app.KindView,
		app.KindExport, app.KindCentral, app.KindChannel,
	}
	called := map[string]app.ConfigurationKind{}
	for _, kind := range kinds {
		name := kindText(kind)
		if other, twice := called[name]; twice {
			t.Errorf("%s and %s are both called %q", kind, other, name)
		}
		called[name] = kind
	}
}
