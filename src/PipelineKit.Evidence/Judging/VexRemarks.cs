namespace PipelineKit.Evidence;

/// <summary>What is worth knowing about statements: those that matched nothing, those nobody trusts, those without a reason.</summary>
internal static class VexRemarks
{
    private const int MostOfDocument = 20;

    internal static void Add(JudgeContext context, VexJudge vex)
    {
        var documents = new SortedDictionary<string, VexTally>(StringComparer.Ordinal);
        foreach (var entry in vex.Entries.Where(e => e.IsExcuse))
        {
            var statement = entry.Statement;
            if (!documents.TryGetValue(statement.Document, out var tally))
            {
                documents.Add(statement.Document, tally = new VexTally());
            }

            if (entry.Rank < 0)
            {
                tally.Untrusted += entry.Matches > 0 ? 1 : 0;
                tally.Author = entry.Matches > 0 ? Choice.First(tally.Author, statement.Author) : tally.Author;
            }
            else if (entry.Matches > 0)
            {
                tally.Unjustified += entry.IsJustified ? 0 : 1;
            }
            else if (entry.Namesakes.Count == 0 || tally.Near >= MostOfDocument)
            {
                tally.Nowhere++;
            }
            else
            {
                tally.Near++;
                Warn(context, GateReasons.VexUnmatched, context.Policy.Vex.Unmatched, statement.Document, $"what {statement.Author} says about {statement.Vulnerabilities[0]} matches nothing: {VexNearest.Of(context, statement, entry.Namesakes)}", "correct the product of the statement");
            }
        }

        foreach (var (name, tally) in documents)
        {
            AddTally(context, name, tally);
        }
    }

    private static void AddTally(JudgeContext context, string name, VexTally tally)
    {
        if (tally.Untrusted > 0)
        {
            var author = tally.Author.Length > 0 ? tally.Author : "nobody";
            Warn(context, GateReasons.VexUntrusted, GateAction.Warn, name, $"{Texts.Count(tally.Untrusted, "statement", "statements")} would excuse findings, but the author ({author}) is not trusted", "name the author in the policy, if you trust what is said");
        }

        if (tally.Unjustified > 0)
        {
            Warn(context, GateReasons.VexUnjustified, GateAction.Warn, name, $"{Texts.Count(tally.Unjustified, "statement says", "statements say")} \"not affected\" without a justification and without an impact statement", "let the author say why");
        }

        if (tally.Nowhere > 0)
        {
            // A supplier's document is about all its products: that most of it is not in this image is no mistake.
            var action = context.Policy.Vex.Unmatched > GateAction.Warn ? GateAction.Warn : context.Policy.Vex.Unmatched;
            Warn(context, GateReasons.VexUnmatched, action, name, $"{Texts.Count(tally.Nowhere, "statement matches", "statements match")} no finding", "");
        }
    }

    private static void Warn(JudgeContext context, string code, GateAction action, string document, string message, string remedy) =>
        context.Reasons.Add(new GateReason(code, action, $"{document}: {message}", remedy, document, document));

    private sealed class VexTally
    {
        internal int Near { get; set; }

        internal int Nowhere { get; set; }

        internal int Untrusted { get; set; }

        internal int Unjustified { get; set; }

        internal string Author { get; set; } = "";
    }
}
