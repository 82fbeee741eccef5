using System.Buffers;

namespace PipelineKit.Canary;

/// <summary>
/// Finds some of the m·n differences of two ascending samples by their places, without writing all down: a grid of both samples says where about they lie, counting narrows that down for all of them at once, and what is left is selected from.
/// Where differences crowd (many are the same), <see cref="DifferenceSearch"/> goes on.
/// </summary>
internal ref struct DifferenceQuantiles
{
    private const int Targets = 3;
    private const int MostTurns = 7;
    private const int LargestGrid = 16;

    private readonly ReadOnlySpan<double> _x;
    private readonly ReadOnlySpan<double> _y;
    private readonly long _all;
    private readonly long _few;
    private TargetState _states;
    private long _above;
    private long _notBelow;

    /// <summary>Prepares.</summary>
    /// <param name="x">Ascending and finite, with one infinity after its end.</param>
    /// <param name="y">The same.</param>
    internal DifferenceQuantiles(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        _x = x;
        _y = y;
        (_all, _above) = ((x.Length - 1L) * (y.Length - 1), -1);
        _few = Math.Max(64, (x.Length + y.Length) / 6);
    }

    /// <summary>How probable it is that a value of the first sample is above one of the second, ties counting half; after <see cref="Find"/>.</summary>
    internal readonly double CommonLanguageEffect => _above < 0 ? Samples.CommonLanguageEffect(_x[..^1], _y[..^1]) : (_above + ((_notBelow - _above) / 2.0)) / _all;

    private readonly double Lowest => _x[0] - _y[^2];

    private readonly double Highest => _x[^2] - _y[0];

    /// <summary>The smallest difference that at most so many are above of, for two places, and the mean of two for the last one.</summary>
    internal (double First, double Second, double Middle) Find(double first, double second, long middle, long otherMiddle)
    {
        _states[0] = Begin(first, first);
        _states[1] = Begin(second, second);
        _states[2] = Begin(otherMiddle, middle);
        Span<double> grid = stackalloc double[LargestGrid * LargestGrid];
        grid = Grid(grid);
        Span<double> values = stackalloc double[PairCounts.Width];
        Span<long> above = stackalloc long[PairCounts.Width];
        for (var turn = 0; turn < MostTurns && Guess(turn, grid, values); turn++)
        {
            Count(turn, values, above);
        }

        return Collect(first, second, middle, otherMiddle);
    }

    private void Count(int turn, scoped Span<double> values, scoped Span<long> above)
    {
        if (turn == 0)
        {
            // At first the outer places say enough about the middle; instead, what is above 0 and what is not below.
            (values[4], values[5]) = (0, -double.Epsilon);
        }

        PairCounts.Above(_x, _y, values, above);
        (_above, _notBelow) = turn == 0 ? (above[4], above[5]) : (_above, _notBelow);
        for (var i = 0; i < PairCounts.Width; i++)
        {
            for (var k = 0; k < Targets; k++)
            {
                _states[k].Narrow(values[i], above[i]);
            }
        }
    }

    private readonly Target Begin(double least, double most) => new()
    {
        Least = least,
        Most = most,
        Low = double.BitDecrement(Lowest),
        AboveLow = _all,
        High = Highest,
    };

    // Differences of evenly chosen quantiles of both samples, ascending.
    private readonly Span<double> Grid(Span<double> room)
    {
        var (rows, columns) = (Math.Min(_x.Length - 1, _x.Length > 400 ? LargestGrid : LargestGrid / 2), Math.Min(_y.Length - 1, _y.Length > 400 ? LargestGrid : LargestGrid / 2));
        var grid = room[..(rows * columns)];
        for (var i = 0; i < rows; i++)
        {
            var value = _x[(int)(((2L * i) + 1) * (_x.Length - 1) / (2 * rows))];
            for (var j = 0; j < columns; j++)
            {
                grid[(i * columns) + j] = value - _y[(int)(((2L * j) + 1) * (_y.Length - 1) / (2 * columns))];
            }
        }

        grid.Sort();
        return grid;
    }

    // Two values for each place, around where it should be; false when all are narrow enough.
    private bool Guess(int turn, scoped ReadOnlySpan<double> grid, scoped Span<double> values)
    {
        var isOpen = false;
        for (var k = 0; k < Targets; k++)
        {
            ref var state = ref _states[k];
            var (low, high) = (state.Low, state.High);
            values[2 * k] = low;
            values[(2 * k) + 1] = high;
            if (state.Within <= _few || state.Most < 0 || state.Least >= _all)
            {
                continue;
            }

            isOpen = true;
            if (turn == 0)
            {
                var place = (int)((1 - (((state.Least + state.Most) / 2) / _all)) * grid.Length);
                var reach = Math.Max(2, grid.Length / 64);
                values[2 * k] = Math.Max(grid[Math.Clamp(place - reach, 0, grid.Length - 1)], low);
                values[(2 * k) + 1] = Math.Min(grid[Math.Clamp(place + reach, 0, grid.Length - 1)], high);
                continue;
            }

            // Counts wander around a straight line by about the root of how many there are, times what one value of a sample brings.
            var within = (double)state.Within;
            var wander = Math.Sqrt(within * (1 + (within / Math.Min(_x.Length, _y.Length)))) * 0.35;
            var reached = turn > 3 ? 0.25 : Math.Clamp(wander / within, 1e-4, 0.25);
            var (upper, lower) = ((state.AboveLow - state.Most) / within, (state.AboveLow - state.Least) / within);
            values[2 * k] = low + ((high - low) * Math.Max(upper - reached, 0));
            values[(2 * k) + 1] = low + ((high - low) * Math.Min(lower + reached, 1));
        }

        return isOpen;
    }

    private readonly (double First, double Second, double Middle) Collect(double first, double second, long middle, long otherMiddle)
    {
        var positions = ArrayPool<int>.Shared.Rent(Targets * _x.Length);
        PairCounts.Positions(_x, _y, (_states[0].High, _states[1].High, _states[2].High), positions);
        var (one, _) = At(0, first, first, positions);
        var (two, _) = At(1, second, second, positions.AsSpan(_x.Length));
        var (three, four) = At(2, middle, otherMiddle, positions.AsSpan(2 * _x.Length));
        ArrayPool<int>.Shared.Return(positions);
        return (one, two, middle == otherMiddle ? three : (three + four) / 2);
    }

    // The differences that at most so many are above of; the second is the same or the next one.
    private readonly (double One, double Other) At(int target, double above, double otherAbove, ReadOnlySpan<int> positions)
    {
        var state = _states[target];
        if (above < 0 || above >= _all)
        {
            return above < 0 ? (Highest, Highest) : (Lowest, Lowest);
        }

        if (state.Within > _few)
        {
            var search = new DifferenceSearch(_x[..^1].ToArray(), _y[..^1].ToArray());
            return (search.Find(above), search.Find(otherAbove));
        }

        // Those above `Low` and up to `High`.
        var rented = ArrayPool<double>.Shared.Rent((int)state.Within);
        var count = 0;
        for (var i = 0; i < _x.Length - 1; i++)
        {
            for (var j = positions[i]; _x[i] - _y[j] > state.Low; j++)
            {
                rented[count++] = _x[i] - _y[j];
            }
        }

        var within = rented.AsSpan(0, count);
        var place = count - 1 - (int)((long)above - state.AboveHigh);
        var one = Selection.Of(within, place);
        var other = otherAbove == above ? one : Least(within[(place + 1)..]);
        ArrayPool<double>.Shared.Return(rented);
        return (one, other);
    }

    private static double Least(ReadOnlySpan<double> values)
    {
        var least = values[0];
        foreach (var value in values)
        {
            least = value < least ? value : least;
        }

        return least;
    }

    /// <summary>A place that is looked for: more than <see cref="Most"/> differences are above <see cref="Low"/>, and at most <see cref="Least"/> above <see cref="High"/>.</summary>
    private struct Target
    {
        internal double Least;
        internal double Most;
        internal double Low;
        internal double High;
        internal long AboveLow;
        internal long AboveHigh;

        internal readonly long Within => AboveLow - AboveHigh;

        internal void Narrow(double value, long above)
        {
            if (above > Most && value > Low)
            {
                (Low, AboveLow) = (value, above);
            }
            else if (above <= Least && value < High)
            {
                (High, AboveHigh) = (value, above);
            }
        }
    }

    [System.Runtime.CompilerServices.InlineArray(Targets)]
    private struct TargetState
    {
        private Target _first;
    }
}
