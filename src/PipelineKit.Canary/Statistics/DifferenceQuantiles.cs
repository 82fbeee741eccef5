using System.Buffers;

namespace PipelineKit.Canary;

/// <summary>
/// Finds some of the m·n differences of two ascending samples by their places, without writing all down: a grid of both samples (of large ones, what is found in evenly chosen parts of them) says where about they lie, counting narrows
/// that down for all of them at once, and what is left is selected from.
/// Where differences crowd (many are the same), <see cref="DifferenceSearch"/> goes on.
/// </summary>
internal ref struct DifferenceQuantiles
{
    private const int Targets = 3;
    private const int MostTurns = 7;
    private const int GridSide = 8;

    // Samples from this size on are looked at in parts of so many values first.
    private const int Large = 600;
    private const int PartSize = 250;
    private const double PartMargin = 25;

    private readonly ReadOnlySpan<double> _x;
    private readonly ReadOnlySpan<double> _y;
    private readonly long _all;
    private readonly long _few;
    private DifferencePlaces _states;
    private long _above;
    private long _notBelow;

    /// <summary>Prepares.</summary>
    /// <param name="x">Ascending and finite, with one infinity after its end.</param>
    /// <param name="y">The same.</param>
    internal DifferenceQuantiles(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        _x = x;
        _y = y;
        _all = (x.Length - 1L) * (y.Length - 1);
        _few = Math.Max(64, (x.Length + y.Length) / 6);
    }

    /// <summary>How probable it is that a value of the first sample is above one of the second, ties counting half; after <see cref="Find"/>.</summary>
    internal readonly double CommonLanguageEffect => (_above + ((_notBelow - _above) / 2.0)) / _all;

    private readonly double Lowest => _x[0] - _y[^2];

    private readonly double Highest => _x[^2] - _y[0];

    /// <summary>The smallest difference that at most so many are above of, for two places, and the mean of two for the last one.</summary>
    internal (double First, double Second, double Middle) Find(double first, double second, long middle, long otherMiddle)
    {
        _states[0] = Begin(first, first);
        _states[1] = Begin(second, second);
        _states[2] = Begin(otherMiddle, middle);
        Span<double> values = stackalloc double[PairCounts.Width];
        Span<long> above = stackalloc long[PairCounts.Width];
        if (Math.Min(_x.Length, _y.Length) > Large)
        {
            FirstOfParts(values);
        }
        else
        {
            FirstOfGrid(values);
        }

        var found = default(FoundDifferences);
        for (var turn = 0; turn < MostTurns; turn++)
        {
            if (Guess(turn, values) && Collect(values, isLast: false, ref found))
            {
                return Ends(found, middle == otherMiddle);
            }

            PairCounts.Above(_x, _y, values, above);
            Narrow(values, above);
        }

        Collect(values, isLast: true, ref found);
        return Ends(found, middle == otherMiddle);
    }

    private static (double First, double Second, double Middle) Ends(FoundDifferences found, bool isOdd) =>
        (found[0].One, found[1].One, isOdd ? found[2].One : (found[2].One + found[2].Other) / 2);

    private void Narrow(scoped ReadOnlySpan<double> values, scoped ReadOnlySpan<long> above)
    {
        for (var i = 0; i < PairCounts.Width; i++)
        {
            for (var k = 0; k < Targets; k++)
            {
                _states[k].Narrow(values[i], above[i]);
            }
        }
    }

    private readonly DifferencePlace Begin(double least, double most) => new()
    {
        Least = least,
        Most = most,
        Low = double.BitDecrement(Lowest),
        AboveLow = _all,
        High = Highest,
    };

    // Around where the places are among the differences of evenly chosen values of both samples.
    private readonly void FirstOfGrid(scoped Span<double> values)
    {
        Span<double> room = stackalloc double[GridSide * GridSide];
        var (rows, columns) = (Math.Min(_x.Length - 1, GridSide), Math.Min(_y.Length - 1, GridSide));
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
        for (var k = 0; k < Targets; k++)
        {
            var place = (int)((1 - ((_states[k].Least + _states[k].Most) / 2 / _all)) * grid.Length);
            values[2 * k] = Math.Max(grid[Math.Clamp(place - 2, 0, grid.Length - 1)], _states[k].Low);
            values[(2 * k) + 1] = Math.Min(grid[Math.Clamp(place + 2, 0, grid.Length - 1)], _states[k].High);
        }
    }

    // Around where all places are in samples of every so manieth value, after two counts of these.
    private readonly void FirstOfParts(scoped Span<double> values)
    {
        Span<double> x = stackalloc double[PartSize + 1];
        Span<double> y = stackalloc double[PartSize + 1];
        Choose(_x[..^1], x);
        Choose(_y[..^1], y);
        var parts = new DifferenceQuantiles(x, y);
        parts.Near(_states, _all, values);
    }

    private static void Choose(ReadOnlySpan<double> sample, Span<double> part)
    {
        for (var i = 0; i < PartSize; i++)
        {
            part[i] = sample[(int)(((2L * i) + 1) * sample.Length / (2 * PartSize))];
        }

        part[PartSize] = double.PositiveInfinity;
    }

    private void Near(DifferencePlaces places, double all, scoped Span<double> values)
    {
        for (var k = 0; k < Targets; k++)
        {
            var place = (places[k].Least + places[k].Most) / 2 / all * _all;
            _states[k] = Begin(place, place);
        }

        Span<long> above = stackalloc long[PairCounts.Width];
        FirstOfGrid(values);
        PairCounts.Above(_x, _y, values, above);
        Narrow(values, above);
        Guess(turn: 1, values);
        PairCounts.Above(_x, _y, values, above);
        Narrow(values, above);

        for (var k = 0; k < Targets; k++)
        {
            ref var state = ref _states[k];
            var (low, step) = (state.Low, (state.High - state.Low) / state.Within);
            values[2 * k] = low + ((state.AboveLow - state.Most - PartMargin) * step);
            values[(2 * k) + 1] = low + ((state.AboveLow - state.Least + PartMargin) * step);
        }
    }

    // Two values for each place, around where it should be; true when so little is between them that it can be collected.
    private readonly bool Guess(int turn, scoped Span<double> values)
    {
        var isNear = true;
        for (var k = 0; k < Targets; k++)
        {
            var state = _states[k];
            var (low, high) = (state.Low, state.High);
            if (turn == 0 && state.Within > _few)
            {
                isNear = false;
                continue;
            }

            values[2 * k] = low;
            values[(2 * k) + 1] = high;
            if (state.Within <= _few || IsOutside(state))
            {
                continue;
            }

            // Counts wander around a straight line by about the root of how many there are, times what one value of a sample brings.
            var within = (double)state.Within;
            var wander = Math.Sqrt(within * (1 + (within / Math.Min(_x.Length, _y.Length)))) * (_x.Length > Large ? 1 : 0.5);
            var reached = turn > 3 ? 0.25 : Math.Clamp(wander / within, 1e-4, 0.25);
            var (upper, lower) = (Math.Max(((state.AboveLow - state.Most) / within) - reached, 0), Math.Min(((state.AboveLow - state.Least) / within) + reached, 1));
            values[2 * k] = low + ((high - low) * upper);
            values[(2 * k) + 1] = low + ((high - low) * lower);
            isNear &= (lower - upper) * within <= _few;
        }

        return isNear;
    }

    private readonly bool IsOutside(DifferencePlace state) => state.Most < 0 || state.Least >= _all;

    // False when a place is not between its two values after all.
    private bool Collect(scoped ReadOnlySpan<double> values, bool isLast, scoped ref FoundDifferences found)
    {
        var positions = ArrayPool<int>.Shared.Rent(Targets * _x.Length);
        var tops = isLast ? (_states[0].High, _states[1].High, _states[2].High) : (values[1], values[3], values[5]);
        (_above, _notBelow) = PairCounts.Positions(_x, _y, tops, positions);
        var isFound = true;
        for (var k = 0; k < Targets && isFound; k++)
        {
            var at = positions.AsSpan(k * _x.Length, _x.Length - 1);
            isFound = isLast && _states[k].Within > _few ? Search(k, ref found[k]) : At(k, isLast ? _states[k].Low : values[2 * k], at, ref found[k]);
        }

        ArrayPool<int>.Shared.Return(positions);
        return isFound;
    }

    private readonly bool Search(int target, scoped ref (double One, double Other) found)
    {
        var search = new DifferenceSearch(_x[..^1].ToArray(), _y[..^1].ToArray());
        found = (search.Find(_states[target].Most), search.Find(_states[target].Least));
        return true;
    }

    // The differences that at most so many are above of, out of those above a value and from the positions on; the second is the same or the next one.
    private readonly bool At(int target, double low, ReadOnlySpan<int> positions, scoped ref (double One, double Other) found)
    {
        var state = _states[target];
        if (IsOutside(state))
        {
            var end = state.Most < 0 ? Highest : Lowest;
            found = (end, end);
            return true;
        }

        var rented = ArrayPool<double>.Shared.Rent((int)_few * 2);
        var (count, above) = (0, 0L);
        for (var i = 0; i < positions.Length && count <= _few; i++)
        {
            above += positions[i];
            for (var j = positions[i]; _x[i] - _y[j] > low && count < rented.Length; j++)
            {
                rented[count++] = _x[i] - _y[j];
            }
        }

        var isFound = count <= _few && above <= state.Least && above + count > state.Most;
        if (isFound)
        {
            var within = rented.AsSpan(0, count);
            var place = count - 1 - (int)((long)state.Most - above);
            var one = Selection.Of(within, place);
            found = (one, state.Least == state.Most ? one : Least(within[(place + 1)..]));
        }

        ArrayPool<double>.Shared.Return(rented);
        return isFound;
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
}
