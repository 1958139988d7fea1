package config

import (
	"testing"

	"inventorybeacon/app/configure"
)

// Somebody confirms that something is deleted by what it is called.
func TestEachKindIsCalledByANameOfItsOwn(t *testing.T) {
	kinds := []configure.Kind{
		configure.KindSetting, configure.KindSchedule, configure.KindConnection, configure.KindPrice, configure.KindCommitment,
		configure.KindOwnName, configure.KindView,
		configure.KindExport, configure.KindCentral, configure.KindChannel,
	}
	called := map[string]configure.Kind{}
	for _, kind := range kinds {
		name := kindText(kind)
		if other, twice := called[name]; twice {
			t.Errorf("%s and %s are both called %q", kind, other, name)
		}
		called[name] = kind
	}
}
