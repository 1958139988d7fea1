package configuration

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"go.yaml.in/yaml/v3"
)

// Write writes a configuration as YAML; head stands before it as a comment.
func Write(w io.Writer, file File, head string) error {
	content, err := json.Marshal(file)
	if err != nil {
		return fmt.Errorf("writing the configuration: %w", err)
	}
	var document yaml.Node // JSON is YAML, and a node keeps the order of its keys
	if err := yaml.Unmarshal(content, &document); err != nil {
		return fmt.Errorf("writing the configuration: %w", err)
	}
	plain(&document)
	root := document.Content[0]
	document.HeadComment = head
	for i, p := range file.Prices {
		comment(section(root, "prices").Content[i], p.Comment)
	}
	for i, c := range file.Commitments {
		comment(section(root, "commitments").Content[i], c.Comment)
	}
	for i, n := range file.OwnNames {
		comment(section(root, "ownNames").Content[i], n.Comment)
	}
	for _, view := range section(root, "views").Content {
		dropEmpty(view)
	}
	var text bytes.Buffer // of whose errors the encoder would leave only the texts
	encoder := yaml.NewEncoder(&text)
	encoder.SetIndent(2)
	if err := errors.Join(encoder.Encode(&document), encoder.Close()); err != nil {
		return fmt.Errorf("writing the configuration: %w", err)
	}
	_, err = w.Write(text.Bytes())
	return err
}

// plain takes the braces and quotation marks of JSON away; what needs quotation marks in
// YAML gets them anew.
func plain(node *yaml.Node) {
	node.Style = 0
	for _, part := range node.Content {
		plain(part)
	}
}

// section is the list of that name.
func section(root *yaml.Node, name string) *yaml.Node {
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == name {
			return root.Content[i+1]
		}
	}
	return &yaml.Node{}
}

// comment says behind the first value of an entry, its SKU, which license that is.
func comment(entry *yaml.Node, text string) { entry.Content[1].LineComment = text }

// dropEmpty leaves out what an entry does not choose.
func dropEmpty(entry *yaml.Node) {
	var kept []*yaml.Node
	for i := 0; i+1 < len(entry.Content); i += 2 {
		value := entry.Content[i+1]
		if value.Kind == yaml.ScalarNode && (value.Value == "" || value.Value == "0" || value.Tag == "!!null") ||
			value.Kind == yaml.SequenceNode && len(value.Content) == 0 {
			continue
		}
		kept = append(kept, entry.Content[i], value)
	}
	entry.Content = kept
}
