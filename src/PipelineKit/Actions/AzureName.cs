namespace PipelineKit.Actions;

/// <summary>
/// The name of an input or output on Azure Pipelines, whose tasks allow only <c>^[A-Za-z][A-Za-z0-9]*$</c>:
/// <c>image-ref</c> becomes <c>imageRef</c>. The one place where the two spellings meet.
/// </summary>
public static class AzureName
{
    /// <summary>The camelCase form of a kebab-case name.</summary>
    public static string Of(string kebab) =>
        string.Create(kebab.Length - kebab.AsSpan().Count('-'), kebab, static (target, source) =>
        {
            var (to, upper) = (0, false);
            foreach (var letter in source)
            {
                if (letter == '-')
                {
                    upper = true;
                    continue;
                }

                target[to++] = upper ? char.ToUpperInvariant(letter) : letter;
                upper = false;
            }
        });
}
