// Package web is what all hosts of the offline tenant do alike with requests and answers.
package web
