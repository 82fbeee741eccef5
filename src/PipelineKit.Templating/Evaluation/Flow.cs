namespace PipelineKit.Templating.Evaluation;

/// <summary>What comes after a statement.</summary>
internal enum Flow
{
    /// <summary>The next statement.</summary>
    Next,

    /// <summary>The end of the loop.</summary>
    Break,

    /// <summary>The next round of the loop.</summary>
    Continue,

    /// <summary>The end of the function, include or template; its value is <see cref="RenderContext.Returned"/>.</summary>
    Return,
}
