namespace PipelineKit.Evidence;

/// <summary>Opinions as a decision has them. Thousands of findings share a few hundred opinions, so each is written once and copied from then on.</summary>
internal sealed class OpinionTexts
{
    private readonly Dictionary<object, byte[]> _texts = new(ReferenceEqualityComparer.Instance);

    /// <summary>Writes the next element of an array of opinions, which is always at the same depth.</summary>
    internal void Write(JsonText json, SeverityRating opinion)
    {
        if (_texts.TryGetValue(opinion, out var text))
        {
            json.Raw(text);
            return;
        }

        var position = json.Position;
        json.StartObject();
        json.String("source"u8, opinion.Source);
        json.String("severity"u8, Texts.Word(opinion.Severity));
        if (opinion.Score is { } score)
        {
            json.Number("score"u8, score);
        }

        json.Text("vector"u8, opinion.Vector);
        json.EndObject();
        _texts.Add(opinion, json.Since(position).ToArray());
    }
}
