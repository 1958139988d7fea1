package inventory

import "testing"

// An index that cannot be made costs nobody the users, as long as they are whole.
func TestAnIndexThatCannotBeMadeTellsTheUsersFromTheirDamage(t *testing.T) {
	for _, c := range []struct {
		given   string
		happens func(t *testing.T, inv *Inventory)
		damaged bool
	}{
		{"the users are whole", func(t *testing.T, inv *Inventory) {
			_, err := inv.db.Write.Exec("DROP VIEW search_text")
			must(t, err)
			must(t, inv.Close())
		}, false},
		{"the users are damaged", func(t *testing.T, inv *Inventory) { spoilPage(t, inv, "user") }, true},
	} {
		t.Run("given "+c.given, func(t *testing.T) {
			dir := t.TempDir()
			inv := openPieces(t, dir, 100)
			d := contoso()
			d.pages = manyUsers(50, "v1")
			publish(t, inv, "one", d)
			wantIndex(t, inv)
			c.happens(t, inv)

			inv = openPieces(t, dir, 100)
			must(t, inv.AwaitIndex(t.Context()))
			if inv.marked() != c.damaged {
				t.Errorf("it is marked as damaged: %v, want %v", inv.marked(), c.damaged)
			}
			if c.damaged {
				return
			}
			wantUsers(t, inv, 500)
			must(t, inv.Close())
			again := openPieces(t, dir, 100)
			wantUsers(t, again, 500)
			if again.Replaced() != nil {
				t.Error("the next start has replaced it")
			}
		})
	}
}
