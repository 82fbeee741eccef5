namespace PipelineKit.Testing;

/// <summary>Fragments of which hostile text is made: commands of both systems, pieces of them, everything that could end a line or hide something.</summary>
public static class HostileText
{
    /// <summary>The fragments.</summary>
    public static IReadOnlyList<string> Fragments { get; } =
    [
        "::error::x", "::add-mask::x", "::set-output name=verdict::pass", "::stop-commands::t", "::", ":", "##[", "##[add-mask]x", "##[set-output name=digest;]sha256:evil",
        "##[error]", "##vso[", "##VSO[task.setvariable variable=digest]x", "##vso[task.complete result=Succeeded;]", "##vſo[task.debug]x", "#", "##", "###", "vso", "[", "]", ";", "=", ",",
        "%0A", "%0D%0A", "%25", "%3A%3A", "%AZP25", "%3B", "%5D", "%", "\r", "\n", "\r\n", "\n\n", "\u0085", "\u2028", "\u2029", "\v", "\f", "\0", "\b", "\u001B[31m",
        "\u001B]0;x\u0007", "\u202E", "\u202A", "\u2066", "\u2069", "\u200B", "\u00AD", "\uFEFF", "\uFE0F", "\u034F", "\u2060", " ", "  ", "\t", "\u00A0", "\u3000",
        "<<EOF", "EOF", "<<", "ghadelimiter_", "verdict=pass", "NAME<<X\nY\nX\n", "verdict<<E\npass\nE\n",
        "](javascript:alert(1))", "[x](https://evil.example)", "![x](https://evil.example/b.png)", "<img src=x onerror=y>", "<a href=x>", "<!--", "-->", "<https://evil.example>",
        "@team", "@acme/security", "Fixes #123", "GH-123", "acme/shop#1", "https://evil.example/a", "http://evil.example", "ftp://evil.example", "www.evil.example", "mailto:a@evil.example",
        "someone@evil.example", "`", "``", "```", "````\n", "~~~", "|", "||", "\\", "\\\\", "*", "**", "_", "__", "~~", "$", "$$", "^", "==", "++", "\"\"", "&lt;", "&#64;", "&amp;", "&",
        "<details>", "</details>", "</summary>", "</", "1. ", "2) ", "- ", "+ ", "* ", "> ", "# ", "---", "===", "- [ ] ", "[x]: https://evil.example", "[^1]", "[^1]: x", ": ", ":::", ":tada:",
        "{.class}", "{#id}", "*[HTML]: x", "| a | b |\n| --- | --- |", "\uD800", "\uDC00", "😀", "é", "e\u0301", "名前", "שלום", "a", "b1", "sha256:0123", "nginx:1.27@sha256:abc", "${{ github.token }}", "$(x)", "}}",
    ];
}
