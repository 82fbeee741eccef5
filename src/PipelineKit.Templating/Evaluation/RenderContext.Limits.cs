using System.Globalization;
using System.Runtime.CompilerServices;
using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating;

public sealed partial class RenderContext
{
    /// <summary>How many steps pass between two looks at the clock, the memory and the cancellation.</summary>
    private const int StepsPerCheck = 256;

    /// <summary>From how many bytes on the memory of one value is looked at before it is taken.</summary>
    private const long LargeValue = 64 << 10;

    private readonly TimeProvider _clock;
    private readonly long _started;
    private readonly long _allocatedBefore;
    private long _steps;
    private long _nextCheck;
    private long _loopSteps;
    private int _nest;
    private int _depth;

    /// <summary>Charges iterations: of a loop, of a builtin over a list, of characters where a builtin's work grows with them. Throws at the limit.</summary>
    public void Iterate(long count = 1)
    {
        _loopSteps += count;
        if (_loopSteps > Limits.LoopLimit && Limits.LoopLimit > 0)
        {
            throw LoopLimitReached();
        }

        Step(count);
    }

    /// <summary>Charges a string about to be built, before it is. Throws at the limit.</summary>
    public void CheckLength(long characters)
    {
        if (characters > Limits.StringLength && Limits.StringLength > 0)
        {
            throw Error(Invariant($"String length limit `{Limits.StringLength}` exceeded by a text of `{characters}` characters."), TemplateErrorKind.Limit);
        }

        CheckMemory(characters * sizeof(char));
    }

    /// <summary>Charges steps of any kind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Step(long count = 1)
    {
        _steps += count;
        if (_steps >= _nextCheck)
        {
            Check();
        }
    }

    /// <summary>A loop or a builtin begins; the budget of iterations is shared until the outermost one ends.</summary>
    internal void EnterNest()
    {
        if (_nest++ == 0)
        {
            _loopSteps = 0;
        }
    }

    internal void LeaveNest() => _nest--;

    /// <summary>One call deeper.</summary>
    internal void EnterCall(Node? caller)
    {
        _depth++;
        if ((_depth > Limits.RecursiveLimit && Limits.RecursiveLimit > 0) || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw DepthReached(caller);
        }

        Step();
    }

    internal void LeaveCall() => _depth--;

    /// <summary>The last guard where nodes nest without a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CheckStack()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw Error("Exceeding recursive depth limit, near to stack overflow", TemplateErrorKind.Limit);
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private TemplateException LoopLimitReached()
    {
        var message = Invariant($"Exceeding number of iteration limit `{Limits.LoopLimit}` for loop statement.");
        return _loopCount > 0
            ? ErrorIn(_loops[_loopCount - 1].Source, _loops[_loopCount - 1].Statement.Span, message, TemplateErrorKind.Limit)
            : Error(message, TemplateErrorKind.Limit);
    }

    private TemplateException DepthReached(Node? caller)
    {
        if (_depth <= Limits.RecursiveLimit || Limits.RecursiveLimit == 0)
        {
            return Error("Exceeding recursive depth limit, near to stack overflow", TemplateErrorKind.Limit);
        }

        Node = caller ?? Node;
        var text = Node is Expression expression ? SyntaxText.Of(expression) : "";
        return ErrorAt(Node?.Span ?? _span, Invariant($"Exceeding number of recursive depth limit `{Limits.RecursiveLimit}` for node: `{text}`"), TemplateErrorKind.Limit);
    }

    /// <summary>Looks at the memory before a value of so many bytes is made.</summary>
    private void CheckMemory(long bytes)
    {
        if (bytes >= LargeValue && Limits.Memory > 0 && Allocated() > Limits.Memory - bytes)
        {
            throw MemoryReached();
        }
    }

    private long Allocated() => GC.GetAllocatedBytesForCurrentThread() - _allocatedBefore;

    private TemplateException MemoryReached() => Error(Invariant($"Exceeding the limit of `{Limits.Memory}` bytes of memory for one rendering."), TemplateErrorKind.Limit);

    private void PlanCheck()
    {
        _nextCheck = _steps + StepsPerCheck;
        if (Limits.Steps > 0)
        {
            _nextCheck = Math.Min(_nextCheck, Limits.Steps + 1);
        }
    }

    private void Check()
    {
        Cancellation.ThrowIfCancellationRequested();
        if (_steps > Limits.Steps && Limits.Steps > 0)
        {
            throw Error(Invariant($"Exceeding the limit of `{Limits.Steps}` steps of one rendering."), TemplateErrorKind.Limit);
        }

        if (Limits.Memory > 0 && Allocated() > Limits.Memory)
        {
            throw MemoryReached();
        }

        if (Limits.Time > TimeSpan.Zero && _clock.GetElapsedTime(_started) > Limits.Time)
        {
            throw Error(Invariant($"Exceeding the limit of {Limits.Time.TotalSeconds} seconds for one rendering."), TemplateErrorKind.Limit);
        }

        PlanCheck();
    }
}
