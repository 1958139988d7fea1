package app

import (
	"context"
	"io"

	"inventorybeacon/app/support"
)

// WriteSupportBundle writes a zip file for whoever helps the administrator. It holds no
// secret.
func (b *Beacon) WriteSupportBundle(ctx context.Context, out io.Writer) error {
	return support.Write(ctx, out, support.Parts{
		Version: Version, Dir: b.dir, Store: b.store, Workspace: b.Workspace, Imports: b.Runner, Scheduler: b.Scheduler, Examine: b.examine,
	})
}

// WriteSupportBundleWithout is WriteSupportBundle for a data directory that
// cannot be opened; failure says why. examine is that of [Options].
func WriteSupportBundleWithout(ctx context.Context, dir string, failure error, examine func(ctx context.Context) any, out io.Writer) error {
	return support.WriteWithout(ctx, out, support.Parts{Version: Version, Dir: dir, Examine: examine}, failure)
}
