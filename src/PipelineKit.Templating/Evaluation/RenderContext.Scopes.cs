using PipelineKit.Templating.Evaluation;
using PipelineKit.Templating.Syntax;

namespace PipelineKit.Templating;

public sealed partial class RenderContext
{
    private readonly bool _strictVariables;
    private readonly Stack<Frame> _freeFrames = new();
    private ScriptObject[] _objects = new ScriptObject[8];
    private int _objectCount;
    private LoopName[] _loopNames = new LoopName[8];
    private int _loopNameCount;
    private Frame _frame;

    /// <summary>The innermost call.</summary>
    internal Frame Frame => _frame;

    /// <summary>The object that <c>this</c> is and assignments go to.</summary>
    internal ScriptObject Top => _objects[_objectCount - 1];

    internal void PushObject(ScriptObject value)
    {
        if (_objectCount == _objects.Length)
        {
            Array.Resize(ref _objects, _objectCount * 2);
        }

        _objects[_objectCount++] = value;
    }

    internal void PopObject() => _objects[--_objectCount] = null!;

    internal Frame PushFrame(bool hasScope = false, bool isClosed = false, bool isWith = false, bool isFunction = false)
    {
        var frame = _freeFrames.Count > 0 ? _freeFrames.Pop() : new Frame();
        frame.Enter(_frame, isFunction ? _loopNameCount : _frame.LoopBase, hasScope, isClosed, isWith);
        _frame = frame;
        return frame;
    }

    internal void PopFrame()
    {
        var frame = _frame;
        _frame = frame.Caller!;
        frame.Clear();
        _freeFrames.Push(frame);
    }

    /// <summary>Makes room for the variable of a loop; its value is set by <see cref="SetLoopName"/>.</summary>
    internal int PushLoopName(string name, bool isLocal)
    {
        if (_loopNameCount == _loopNames.Length)
        {
            Array.Resize(ref _loopNames, _loopNameCount * 2);
        }

        _loopNames[_loopNameCount] = new LoopName { Name = name, Frame = isLocal ? _frame : null };
        return _loopNameCount++;
    }

    internal void SetLoopName(int index, ScriptValue value) => _loopNames[index].Value = value;

    internal void PopLoopName() => _loopNames[--_loopNameCount] = default;

    /// <summary>The value of a plain name.</summary>
    internal bool TryFind(GlobalVariable variable, out ScriptValue value)
    {
        var name = variable.Name;
        var loop = _loopNameCount - 1;
        var own = _frame.LoopBase;
        for (; loop >= own; loop--)
        {
            if (IsLoopName(loop, name))
            {
                value = _loopNames[loop].Value;
                return true;
            }
        }

        if (_frame.SeesScope && TryFindInScopes(name, out value))
        {
            return true;
        }

        for (; loop >= 0; loop--)
        {
            if (IsLoopName(loop, name))
            {
                value = _loopNames[loop].Value;
                return true;
            }
        }

        for (var i = _objectCount - 1; i >= 0; i--)
        {
            if (variable.TryRead(_objects[i], out value))
            {
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The value of a <c>$name</c>.</summary>
    internal bool TryFindLocal(string name, out ScriptValue value)
    {
        for (var i = _loopNameCount - 1; i >= 0; i--)
        {
            ref var loop = ref _loopNames[i];
            if (ReferenceEquals(loop.Frame, _frame) && string.Equals(loop.Name, name, StringComparison.Ordinal))
            {
                value = loop.Value;
                return true;
            }
        }

        return _frame.Locals.TryGet(name, out value);
    }

    /// <summary>Assigns to a plain name.</summary>
    internal void SetVariable(string name, ScriptValue value, SourceSpan span)
    {
        if (ScopeFor(name) is { } frame)
        {
            if (!frame.Scope.TrySet(name, value))
            {
                throw ErrorAt(span, $"Cannot set the readonly variable `{name}`");
            }

            return;
        }

        if (Top.IsReadOnlyMember(name))
        {
            throw ErrorAt(span, $"Cannot set the readonly variable `{name}`");
        }

        Top.Set(name, value);
    }

    /// <summary>Makes a plain name read-only where it is.</summary>
    internal void SetReadOnly(string name)
    {
        if (ScopeFor(name) is { } frame)
        {
            frame.Scope.SetReadOnly(name);
        }
        else if (Top.Has(name))
        {
            Top.SetReadOnly(name);
        }
    }

    internal bool IsStrict(bool optional) => _strictVariables && !optional;

    /// <summary>The names that can be seen, for a suggestion.</summary>
    internal IEnumerable<string> VisibleNames()
    {
        for (var i = 0; i < _loopNameCount; i++)
        {
            yield return _loopNames[i].Name;
        }

        for (var i = _objectCount - 1; i >= 0; i--)
        {
            foreach (var key in _objects[i].Keys.ToArray())
            {
                yield return key;
            }
        }
    }

    private bool IsLoopName(int index, string name)
    {
        ref var loop = ref _loopNames[index];
        return loop.Frame is null && (ReferenceEquals(loop.Name, name) || string.Equals(loop.Name, name, StringComparison.Ordinal));
    }

    private bool TryFindInScopes(string name, out ScriptValue value)
    {
        for (var frame = _frame; frame is { SeesScope: true }; frame = frame.Caller)
        {
            if (frame.HasScope && frame.Scope.TryGet(name, out value))
            {
                return true;
            }

            if (frame.IsClosed)
            {
                break;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The function whose scope an assignment goes to; null when it goes to the top object.</summary>
    private Frame? ScopeFor(string name)
    {
        Frame? nearest = null;
        var isInWith = false;
        for (var frame = _frame; frame is { SeesScope: true }; frame = frame.Caller)
        {
            isInWith |= frame.IsWith && nearest is null;
            if (frame.HasScope)
            {
                if (frame.Scope.Has(name))
                {
                    return frame;
                }

                nearest ??= frame;
            }

            if (frame.IsClosed)
            {
                break;
            }
        }

        return nearest is null || isInWith || IsInObjects(name) ? null : nearest;
    }

    private bool IsInObjects(string name)
    {
        for (var i = _objectCount - 1; i >= 0; i--)
        {
            if (_objects[i].Has(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The variable of a loop.</summary>
    private struct LoopName
    {
        public string Name;

        /// <summary>Of a <c>$name</c>, the call it belongs to; null of a plain name.</summary>
        public Frame? Frame;

        public ScriptValue Value;
    }
}
