using PipelineKit.Templating.Evaluation;
using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating;

public sealed partial class RenderContext
{
    private LoopState[] _loops = new LoopState[4];
    private int _loopCount;

    /// <summary>Whether a loop is running.</summary>
    internal bool IsInLoop => _loopCount > 0;

    /// <summary>A loop begins; the state is at the returned position.</summary>
    internal int EnterLoop(Statement statement, LoopKind kind)
    {
        EnterNest();
        if (_loopCount == _loops.Length)
        {
            Array.Resize(ref _loops, _loopCount * 2);
        }

        _loops[_loopCount] = new LoopState { Statement = statement, Source = Source, Kind = kind, Length = -1 };
        return _loopCount++;
    }

    internal ref LoopState Loop(int index) => ref _loops[index];

    internal void LeaveLoop()
    {
        _loops[--_loopCount] = default;
        LeaveNest();
    }

    /// <summary>The innermost loop of a kind.</summary>
    internal bool TryFindLoop(LoopKind kind, out LoopState state)
    {
        for (var i = _loopCount - 1; i >= 0; i--)
        {
            if (_loops[i].Kind == kind)
            {
                state = _loops[i];
                return true;
            }
        }

        state = default;
        return false;
    }
}
