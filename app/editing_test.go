package app

import (
	"fmt"
	"sync"
	"testing"

	"inventorybeacon/store"
)

func TestAnEditStaysThoughTheWorkspaceIsReadAgainMeanwhile(t *testing.T) {
	b := openEmpty(t)
	for n := 1; n <= 50 && !t.Failed(); n++ {
		var beside sync.WaitGroup
		beside.Go(func() {
			if err := b.Reload(t.Context()); err != nil {
				t.Error(err)
			}
		})
		put(t, b, global(b, fmt.Sprintf("Contoso %d", n)), store.SecretChanges{})
		putSchedule(t, b, nightly(b, fmt.Sprintf("Nightly %d", n)))
		beside.Wait()
		expectUnsaved(t, b, 2*n)
	}
}

func TestAnEditStaysThoughTheOneBeforeIsSavedMeanwhile(t *testing.T) {
	b := openEmpty(t)
	c := global(b, "")
	for n := 1; n <= 50 && !t.Failed(); n++ {
		c.Name = fmt.Sprintf("Contoso %d", n)
		put(t, b, c, store.SecretChanges{})
		var beside sync.WaitGroup
		beside.Go(func() {
			if err := b.Save(t.Context()); err != nil {
				t.Error(err)
			}
		})
		c.Name += " renamed"
		put(t, b, c, store.SecretChanges{})
		beside.Wait()
		if e, _ := b.Entry(c.ID); e.Connection.Name != c.Name {
			t.Errorf("the workspace shows %q after %q was put", e.Connection.Name, c.Name)
		}
	}
}
