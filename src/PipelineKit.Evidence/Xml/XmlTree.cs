using System.Buffers;
using System.Text;

namespace PipelineKit.Evidence;

/// <summary>
/// Reads an XML 1.0 document with namespaces into its elements. A document type declaration is refused: no entities, nothing fetched, nothing that grows. Comments and processing instructions are passed over.
/// </summary>
internal sealed class XmlTree
{
    private const int MostAttributes = 64;
    private static readonly SearchValues<char> TextEnds = SearchValues.Create("<&]");
    private static readonly SearchValues<char> QuotedEnds = SearchValues.Create("<&\"");
    private static readonly SearchValues<char> ApostropheEnds = SearchValues.Create("<&'");

    private readonly XmlSource _source;
    private readonly EvidenceLimits _limits;
    private readonly string _name;
    private readonly Stack<(XmlNode Node, string Tag, int Scope, StringBuilder Text)> _open = new();
    private readonly List<(string Prefix, string Address)> _scope = [("xml", "http://www.w3.org/XML/1998/namespace")];
    private int _nodes;

    private XmlTree(string text, string name, EvidenceLimits limits) => (_source, _name, _limits) = (new XmlSource(text, name), name, limits);

    /// <summary>Reads a document; the root element.</summary>
    /// <exception cref="EvidenceException">It is not well-formed, or beyond the bounds.</exception>
    public static XmlNode Read(Stream content, string name, EvidenceLimits limits, CancellationToken cancellation) =>
        new XmlTree(XmlText.Read(content, name, limits, cancellation), name, limits).Read();

    private XmlNode Read()
    {
        Declaration();
        XmlNode? root = null;
        while (!_source.IsAtEnd)
        {
            if (_open.Count > 0)
            {
                Content();
            }
            else if (!_source.TakeBlanks() && !Aside())
            {
                root = root is null && _source.Next == '<' ? Open() : throw _source.Wrong(root is null ? "an element is expected here" : "something follows the root element");
            }
        }

        return _open.Count > 0 ? throw _source.Wrong($"<{_open.Peek().Tag}> has no end") : root ?? throw _source.Wrong("there is no element");
    }

    private void Declaration()
    {
        if (!_source.Take("<?xml ") && !_source.Take("<?xml\t") && !_source.Take("<?xml\n"))
        {
            return;
        }

        var words = _source.TakeUntil("?>", "the declaration").ToString();
        var at = words.IndexOf("encoding", StringComparison.Ordinal);
        var encoding = at < 0 ? "" : words[(at + "encoding".Length)..].Trim(' ', '=', '\t', '\n').Split(' ')[0].Trim('"', '\'');
        if (encoding.ToUpperInvariant() is not ("" or "UTF-8" or "UTF-16" or "US-ASCII"))
        {
            throw _source.Wrong($"the encoding `{encoding}` is not read; save it as UTF-8");
        }
    }

    // Comments and processing instructions.
    private bool Aside()
    {
        if (_source.Take("<!--"))
        {
            _source.TakeUntil("--", "a comment");
            return _source.Take(">") ? true : throw _source.Wrong("a comment may not contain `--`");
        }

        if (_source.Take("<?"))
        {
            if (_source.TakeName().Equals("xml", StringComparison.OrdinalIgnoreCase))
            {
                throw _source.Wrong("the declaration must be the first thing in the document");
            }

            _source.TakeUntil("?>", "a processing instruction");
            return true;
        }

        return _source.Take("<!DOCTYPE") ? throw _source.Wrong("it has a document type declaration (DOCTYPE), which is not read: entities could hide anything") : false;
    }

    private void Content()
    {
        var text = _open.Peek().Text;
        text.Append(_source.TakeUntilAny(TextEnds));
        if (_source.Take("</"))
        {
            Close();
        }
        else if (_source.Take("<![CDATA["))
        {
            text.Append(_source.TakeUntil("]]>", "a CDATA section"));
        }
        else if (_source.Next == '<')
        {
            if (!Aside())
            {
                Open();
            }
        }
        else if (_source.Take("&"))
        {
            text.Append(_source.TakeReference());
        }
        else if (_source.Take("]]>"))
        {
            throw _source.Wrong("`]]>` may not stand in text");
        }
        else if (_source.Take("]"))
        {
            text.Append(']');
        }
    }

    private XmlNode Open()
    {
        if (_open.Count >= _limits.Depth || ++_nodes > _limits.Items)
        {
            throw new EvidenceException(EvidenceProblem.TooLarge, _name, _open.Count >= _limits.Depth ? $"is nested deeper than {_limits.Depth}" : $"has more than {_limits.Items} elements");
        }

        var (line, column) = _source.Place(_source.Position);
        _source.Expect("<");
        var (tag, scope) = (_source.TakeName(), _scope.Count);
        var attributes = Attributes();
        var (space, local) = Resolve(tag, isAttribute: false);
        var node = new XmlNode(space, local, line, column);
        foreach (var (name, value) in attributes)
        {
            var (attributeSpace, attribute) = Resolve(name, isAttribute: true);
            if (node.Attributes.Exists(a => a.Name == attribute && a.Namespace == attributeSpace))
            {
                throw _source.Wrong($"the attribute `{name}` is there twice");
            }

            node.Attributes.Add(new XmlAttribute(attributeSpace, attribute, value));
        }

        if (_open.TryPeek(out var parent))
        {
            parent.Node.Children.Add(node);
        }

        _open.Push((node, tag, scope, new StringBuilder()));
        if (_source.Take("/>"))
        {
            Leave();
        }
        else
        {
            _source.Expect(">");
        }

        return node;
    }

    private List<(string Name, string Value)> Attributes()
    {
        List<(string Name, string Value)> attributes = [];
        var declared = _scope.Count;
        while (_source.TakeBlanks() && _source.Next is not ('/' or '>'))
        {
            var name = _source.TakeName();
            _source.TakeBlanks();
            _source.Expect("=");
            _source.TakeBlanks();
            var value = Value();
            if (name == "xmlns" || name.StartsWith("xmlns:", StringComparison.Ordinal))
            {
                var prefix = name == "xmlns" ? "" : name["xmlns:".Length..];
                if (_scope.FindIndex(declared, s => s.Prefix == prefix) >= 0)
                {
                    throw _source.Wrong($"the attribute `{name}` is there twice");
                }

                _scope.Add((prefix, value));
            }
            else
            {
                attributes.Add((name, value));
            }

            if (attributes.Count + _scope.Count - declared > MostAttributes)
            {
                throw _source.Wrong($"an element has more than {MostAttributes} attributes");
            }
        }

        return attributes;
    }

    private string Value()
    {
        var quote = _source.Take("\"") ? "\"" : _source.Take("'") ? "'" : throw _source.Wrong("the value of an attribute stands in quotes");
        var value = new StringBuilder();
        while (true)
        {
            // Line breaks and tabs are blanks, unless they are written by number.
            var before = value.Length;
            value.Append(_source.TakeUntilAny(quote == "\"" ? QuotedEnds : ApostropheEnds));
            value.Replace('\n', ' ', before, value.Length - before).Replace('\t', ' ', before, value.Length - before);
            if (_source.Take(quote))
            {
                return value.ToString();
            }

            if (!_source.Take("&"))
            {
                throw _source.Wrong("the value of an attribute has no end, or has `<` in it");
            }

            value.Append(_source.TakeReference());
        }
    }

    private void Close()
    {
        var tag = _source.TakeName();
        _source.TakeBlanks();
        _source.Expect(">");
        if (tag != _open.Peek().Tag)
        {
            throw _source.Wrong($"</{tag}> ends what began as <{_open.Peek().Tag}>");
        }

        Leave();
    }

    private void Leave()
    {
        var (node, _, scope, text) = _open.Pop();
        node.Text = text.ToString();
        _scope.RemoveRange(scope, _scope.Count - scope);
    }

    // Attributes without a prefix are in no namespace, elements in the one declared last.
    private (string Space, string Name) Resolve(string name, bool isAttribute)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        var prefix = colon < 0 ? "" : name[..colon];
        if (colon >= 0 && (colon == 0 || colon == name.Length - 1 || name.IndexOf(':', colon + 1) >= 0))
        {
            throw _source.Wrong($"`{name}` is no name");
        }

        var at = isAttribute && colon < 0 ? -1 : _scope.FindLastIndex(s => s.Prefix == prefix);
        return at < 0 && colon >= 0 ? throw _source.Wrong($"the prefix `{prefix}` is not declared") : (at < 0 ? "" : _scope[at].Address, name[(colon + 1)..]);
    }
}
