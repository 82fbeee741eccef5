using System.Text;

namespace PipelineKit.Templating.Syntax;

/// <summary>Blocks: text, code blocks with their indent, and statements up to an <c>end</c>.</summary>
internal sealed partial class TemplateParser
{
    private readonly NodeStack<Statement> _statements = new();
    private byte[]? _utf8;
    private bool _isAscii;
    private int _blockLevel;
    private BlockState _block;

    /// <summary>What a block knows of the code block it is in.</summary>
    private record struct BlockState
    {
        /// <summary>Whether the statement before is text, which an indent is looked for in.</summary>
        public bool IsAfterText;

        /// <summary>Whether whatever runs the block may have an indent that it inherits.</summary>
        public bool Inherits;

        /// <summary>Whether a code block is open whose indent is known here.</summary>
        public bool IsOpen;

        /// <summary>Whether the node that enters the indent has been written.</summary>
        public bool IsEntered;

        public SourceSpan Opener;

        public int IndentLength;

        public readonly bool MayPassIndentOn => IsOpen ? IndentLength > 0 : Inherits;
    }

    private void StartBlocks()
    {
        _blockLevel = 0;
        _block = default;
        _isAscii = Ascii.IsValid(_source.Text);
        _utf8 = null;
    }

    /// <summary>Statements up to and with the <c>end</c> (or the <c>else</c>, <c>when</c> that follows in a parent that has those).</summary>
    private Block ParseBlock(SyntaxForm parent, bool expectsEndOfStatement = true)
    {
        var outer = _block;
        var depth = _depth;
        var start = _current.Start;
        var mark = _statements.Count;
        _block = new BlockState { Inherits = _blockLevel > 0 && (outer.MayPassIndentOn || parent == SyntaxForm.Function || parent == SyntaxForm.Wrap) };
        _blockLevel++;
        Enter();
        var hasEnd = false;
        while (TryParseStatement(parent, expectsEndOfStatement, out var statement, out hasEnd))
        {
            if (statement is not null)
            {
                AddStatement(statement);
            }

            if (hasEnd)
            {
                if (_blockLevel == 1)
                {
                    ErrorIn(parent, Math.Max(_previous.End - 1, 0), "Found <end> statement without a corresponding beginning of a block", "Remove it, or write the statement that it is to end.");
                }

                break;
            }
        }

        // Where a statement could not be read its end was not looked for; that it is missing as well is a quirk.
        if (!hasEnd && _blockLevel > 1 && (!IsManifest || _current.Kind == TokenKind.Eof))
        {
            ErrorIn(parent, IsManifest ? _current : _previous, "The <end> statement was not found", "Close the block with `{{ end }}`.");
        }

        _blockLevel--;
        _depth = depth;
        _block = outer;
        return new Block(SpanFrom(start), _statements.PopTo(mark));
    }

    private void AddStatement(Statement statement)
    {
        if (statement is TextStatement)
        {
            _block.IsAfterText = true;
        }
        else
        {
            _block.IsAfterText = false;
            if (_block is { IsOpen: true, IsEntered: false } && (_block.IndentLength > 0 || _block.Inherits))
            {
                _block.IsEntered = true;
                var indent = _source.Text.AsSpan(_block.Opener.Start - _block.IndentLength, _block.IndentLength);
                _statements.Push(new EnterIndent(_block.Opener, _names.Get(indent)));
            }
        }

        _statements.Push(statement);
    }

    private void OpenCode()
    {
        _inCode = true;
        _block.IsOpen = _options.AutoIndent;
        _block.IsEntered = false;
        _block.Opener = _current.Span;
        _block.IndentLength = _block.IsAfterText && _options.AutoIndent ? IndentBefore(_current.Start) : 0;
        _block.IsAfterText = false;
        Next();
    }

    private void CloseCode()
    {
        if (_mode == TemplateMode.ScriptOnly)
        {
            Error(_current, "Unexpected code clock exit '}}' while parsing in script only mode. '}}' is not allowed.");
        }

        _inCode = false;
        if (_block.IsEntered)
        {
            _statements.Push(new LeaveIndent(_current.Span));
        }

        _block.IsOpen = _block.IsEntered = _block.IsAfterText = false;
        Next();
    }

    /// <summary>How many characters of white space stand between the start of a line and an opener; 0 when there is anything else.</summary>
    private int IndentBefore(int opener)
    {
        // A blank that the opener removes is not there any more, but neither is then the text the indent would be in.
        var text = _source.Text;
        var end = _statements.Peek().Span.End;
        if (end != opener)
        {
            return 0;
        }

        var start = opener;
        while (start > 0 && text[start - 1] != '\n')
        {
            if (!char.IsWhiteSpace(text[start - 1]))
            {
                return 0;
            }

            start--;
        }

        return opener - start;
    }

    private TextStatement ParseText()
    {
        var span = _current.Span;
        Next();
        return Text(span);
    }

    private TextStatement Text(SourceSpan span)
    {
        if (!_isAscii)
        {
            return new TextStatement(span, Encoding.UTF8.GetBytes(_source.Text, span.Start, span.Length));
        }

        _utf8 ??= Encoding.ASCII.GetBytes(_source.Text);
        return new TextStatement(span, _utf8.AsMemory(span.Start, span.Length));
    }
}
