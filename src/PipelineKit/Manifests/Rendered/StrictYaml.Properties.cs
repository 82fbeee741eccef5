using System.Buffers;
using System.Text;

namespace PipelineKit.Manifests.Rendered;

/// <summary>Aliases, anchors and tags (YAML 1.2.2, sections 6.9 and 7.1).</summary>
internal ref partial struct StrictYaml
{
    private static readonly SearchValues<byte> NameBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);
    private static readonly SearchValues<byte> TagBytes = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:/!"u8);

    private void Alias()
    {
        _at++;
        var name = Name("alias");
        if (name.IsEmpty)
        {
            return;
        }

        var start = _at - name.Length;
        if (_anchorLength > 0 || _tagged)
        {
            Fail(start, "an alias has an anchor or tag of its own", "Remove it.");
            return;
        }

        if (_anchors.Find(_text, name) is not { Cell: >= 0, Size: > 0 } anchor)
        {
            Fail(start - 1, $"the alias `*{Shown(Encoding.UTF8.GetString(name))}` has no value before it in this document", "Set an anchor `&name` on an earlier value that does not contain the alias.");
            return;
        }

        _expanded += anchor.Size;
        if (_expanded > _limits.MaximumExpandedNodes)
        {
            Fail(start - 1, $"the aliases of the document stand for more than {_limits.MaximumExpandedNodes} values", "Write the values out, or use fewer aliases inside each other.");
            return;
        }

        var cell = Add(YamlKind.Scalar, ScalarStyle.Alias, start, name.Length, CellFlags.None);
        _cells[cell].Extra = anchor.Cell;
    }

    private ReadOnlySpan<byte> Name(string what)
    {
        var rest = _text[_at..];
        var length = rest.IndexOfAnyExcept(NameBytes);
        var name = length < 0 ? rest : rest[..length];
        if (name.IsEmpty || !(IsBlankOrEnd(_at + name.Length) || _text[_at + name.Length] is (byte)',' or (byte)']' or (byte)'}'))
        {
            Fail(_at, $"the name of an {what} has letters, digits, `_` and `-` only", "Give it such a name, or put the text in quotes.");
            return default;
        }

        _at += name.Length;
        return name;
    }

    /// <summary>An anchor, a tag or both; the position moves past the blanks after them.</summary>
    private bool ReadProperties()
    {
        if (_anchorLength > 0 || _tagged)
        {
            Fail(_at, "a value has anchors or tags on two lines", "Write them on one line.");
            return false;
        }

        while (_at < _text.Length && _text[_at] is (byte)'&' or (byte)'!' && !_failed)
        {
            var at = _at++;
            if (_text[at] == '&')
            {
                var name = _anchorLength > 0 ? default : Name("anchor");
                if (name.IsEmpty)
                {
                    Fail(at, "a value has two anchors", "Remove one.");
                    return false;
                }

                _anchorStart = at + 1;
                _anchorLength = name.Length;
            }
            else
            {
                Tag(at);
            }

            _at = AfterBlanks(_at);
        }

        return !_failed;
    }

    private void Tag(int at)
    {
        var rest = _text[_at..];
        var length = rest.IndexOfAnyExcept(TagBytes);
        var name = length < 0 ? rest : rest[..length];
        _at += name.Length;
        if (_tagged || !(IsBlankOrEnd(_at) || _text[_at] is (byte)',' or (byte)']' or (byte)'}') || !IsTag(name))
        {
            Fail(at, $"the tag `!{Shown(Encoding.UTF8.GetString(name))}` is not one that all readers take alike", "Remove it; Kubernetes objects need none.");
        }

        _tagged = true;
    }

    private readonly bool IsTag(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return true;
        }

        if (name[0] != '!')
        {
            return !_limits.RequiresObjects && name.IndexOf((byte)'!') < 0;
        }

        var core = name[1..];
        return core.SequenceEqual("str"u8) || core.SequenceEqual("int"u8) || core.SequenceEqual("bool"u8) || core.SequenceEqual("null"u8) || core.SequenceEqual("float"u8)
            || core.SequenceEqual("map"u8) || core.SequenceEqual("seq"u8) || (!_limits.RequiresObjects && core.Length > 0 && core.IndexOf((byte)'!') < 0);
    }
}
