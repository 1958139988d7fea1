//go:build windows || darwin

package filechooser

import (
	"context"
	"errors"

	"github.com/ncruces/zenity"
)

func open(ctx context.Context, r Request) (string, error) {
	return chosen(zenity.SelectFile(options(ctx, r)...))
}

func save(ctx context.Context, r Request) (string, error) {
	return chosen(zenity.SelectFileSave(append(options(ctx, r), zenity.ConfirmOverwrite())...))
}

func options(ctx context.Context, r Request) []zenity.Option {
	all := []zenity.Option{zenity.Context(ctx), zenity.Title(r.Title)}
	if r.Name != "" {
		all = append(all, zenity.Filename(r.Name))
	}
	if r.Parent != 0 {
		all = append(all, zenity.Attach(r.Parent))
	}
	if r.Folder {
		all = append(all, zenity.Directory())
	}
	if len(r.Extensions) > 0 {
		filter := zenity.FileFilter{CaseFold: true}
		for _, extension := range r.Extensions {
			filter.Name += " *" + extension
			filter.Patterns = append(filter.Patterns, "*"+extension)
		}
		filter.Name = filter.Name[1:]
		all = append(all, zenity.FileFilters{filter})
	}
	return all
}

func chosen(path string, err error) (string, error) {
	switch {
	case errors.Is(err, zenity.ErrCanceled):
		return "", nil
	case errors.Is(err, zenity.ErrUnsupported):
		return "", ErrNone
	default:
		return path, err
	}
}
