namespace PipelineKit.Manifests.Docker;

/// <summary>Walks the instructions of a Dockerfile and collects the images they name.</summary>
internal sealed class DockerReferences
{
    private readonly DockerArguments _arguments;
    private readonly DockerStages _stages = new();
    private readonly List<DockerReference> _found = [];
    private readonly HashSet<string> _inherited = new(StringComparer.Ordinal);
    private bool _inStage;

    private DockerReferences(char escape) => _arguments = new DockerArguments(escape);

    /// <summary>The references, in file order of the bytes shown; a default that several instructions use is there once.</summary>
    internal static IReadOnlyList<DockerReference> Find(ReadOnlySpan<byte> bytes)
    {
        var file = DockerfileReader.Read(bytes);
        var references = new DockerReferences(file.Escape);
        if (file.Syntax is { } syntax)
        {
            references.AddSyntax(bytes, syntax);
        }

        foreach (var instruction in file.Instructions)
        {
            references.Visit(instruction);
        }

        return [.. references._found.Select(references.Settle).DistinctBy(r => r.Place.Edit).OrderBy(r => r.Shown.Start)];
    }

    private void AddSyntax(ReadOnlySpan<byte> bytes, ByteSpan syntax)
    {
        var text = System.Text.Encoding.UTF8.GetString(bytes.Slice(syntax.Start, syntax.Length));
        _found.Add(new DockerReference(text, syntax, DockerPlace.Of(text, [new DockerPiece(text, syntax, null)], syntax), "# syntax"));
    }

    private void Visit(DockerInstruction instruction)
    {
        switch (instruction.Keyword)
        {
            case "FROM":
                VisitFrom(instruction);
                break;
            case "ARG":
                VisitArguments(instruction);
                break;
            case "COPY" or "ADD":
                foreach (var flag in Flags(instruction, "--from="))
                {
                    AddLiteral(flag, instruction.Keyword + " --from");
                }

                break;
            case "RUN":
                foreach (var source in Flags(instruction, "--mount=").SelectMany(DockerMount.Sources))
                {
                    AddLiteral(source, "RUN --mount from");
                }

                break;
        }
    }

    private static IEnumerable<DockerWord> Flags(DockerInstruction instruction, string flag) =>
        instruction.Words.TakeWhile(w => w.Text.StartsWith("--", StringComparison.Ordinal))
            .Where(w => w.Text.StartsWith(flag, StringComparison.Ordinal))
            .Select(w => w.From(flag.Length));

    private void VisitFrom(DockerInstruction instruction)
    {
        _inStage = true;
        var words = instruction.Words.SkipWhile(w => w.Text.StartsWith("--", StringComparison.Ordinal)).ToList();
        if (words.Count > 0)
        {
            AddExpression(words[0]);
        }

        if (words.Count > 2 && words[1].Text.Equals("AS", StringComparison.OrdinalIgnoreCase))
        {
            _stages.Add(words[2].Text);
        }
    }

    private void VisitArguments(DockerInstruction instruction)
    {
        foreach (var word in instruction.Words)
        {
            var equals = word.Text.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? word.Text : word.Text[..equals];
            if (!_inStage)
            {
                _arguments.Declare(name, equals < 0 ? null : word.From(equals + 1));
            }
            else if (equals < 0)
            {
                _inherited.Add(name);
            }
        }
    }

    private void AddExpression(DockerWord word)
    {
        var whole = Whole(word.Unquoted(out _));
        var takes = new HashSet<DockerArgument>();
        var pieces = _arguments.Resolve(word, takes);
        var reference = pieces is null ? word.Unquoted(out _).Text : string.Concat(pieces.Select(p => p.Text));
        foreach (var argument in takes)
        {
            argument.Uses.Add(reference);
        }

        if (_stages.Has(reference) || _stages.MayMean(word.Unquoted(out _).Text))
        {
            return;
        }

        var place = pieces is { Count: > 0 }
            ? DockerPlace.Of(reference, pieces, whole)
            : DockerPlace.Refused(whole, reference.Contains('$', StringComparison.Ordinal) ? NotPinnable.Variable : NotPinnable.Notation);
        _found.Add(new DockerReference(reference, whole, place, "FROM"));
    }

    // The builder fills in no variables here.
    private void AddLiteral(DockerWord word, string where)
    {
        var inside = word.Unquoted(out _);
        var text = inside.Text;
        if (text.Length == 0 || _stages.Has(text) || _stages.MayMean(text))
        {
            return;
        }

        var place = text.Contains('$', StringComparison.Ordinal)
            ? DockerPlace.Refused(Whole(inside), NotPinnable.Variable)
            : DockerPlace.Of(text, [new DockerPiece(text, inside.Span, null)], Whole(inside));
        _found.Add(new DockerReference(text, Whole(inside), place, where));
    }

    private static ByteSpan Whole(DockerWord word) => word.Span ?? new ByteSpan(word.Line.Offset(word.Start), 0);

    // A default may carry a digest only when nothing else is made of it: no other reference, and for a bare tag no use inside a stage.
    private DockerReference Settle(DockerReference found)
    {
        var owner = found.Place.Owner;
        var shared = owner is not null
            && (owner.Uses.Count > 1 || (found.Place.Form == SiteForm.TagOnly && _inherited.Contains(owner.Name)));
        return shared ? found with { Place = DockerPlace.Refused(found.Word, NotPinnable.Variable) } : found;
    }
}
