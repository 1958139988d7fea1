package command

import (
	"context"

	"inventorybeacon/app/doctor"
)

// examining is what the support bundle asks for.
func examining(dir string) func(ctx context.Context) any {
	return func(ctx context.Context) any {
		return doctor.Examine(ctx, doctor.Options{Dir: dir, Window: checkDisplay()})
	}
}
