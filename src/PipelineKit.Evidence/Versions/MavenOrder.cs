namespace PipelineKit.Evidence;

/// <summary>
/// Maven's ComparableVersion: items between dots, lists begun by dashes and by the change between digits and letters, qualifiers in the order alpha, beta, milestone, rc, snapshot, release, sp, others.
/// </summary>
internal static class MavenOrder
{
    private const string Release = "5";

    public static int? Compare(string left, string right) =>
        left.Trim().Length == 0 || right.Trim().Length == 0 ? null : Parse(left).CompareWith(Parse(right));

    private static Item Parse(string text)
    {
        var version = text.Trim().ToLowerInvariant();
        var root = Item.List();
        var stack = new Stack<Item>([root]);
        var list = root;
        var start = 0;
        var isDigit = false;
        for (var i = 0; i < version.Length; i++)
        {
            var c = version[i];
            if (c is '.' or '-')
            {
                list.Items.Add(i == start ? Item.Number("") : Leaf(version.AsSpan(start, i - start), isDigit, beforeDigit: false));
                start = i + 1;
                isDigit = false;
                list = c == '-' ? Push(stack, list) : list;
            }
            else if (char.IsAsciiDigit(c) != isDigit)
            {
                if (i > start)
                {
                    list = isDigit || list.Items.Count == 0 ? list : Push(stack, list); // 1.0.X is 1.0-X for every word X.
                    list.Items.Add(Leaf(version.AsSpan(start, i - start), isDigit, beforeDigit: !isDigit));
                    start = i;
                    list = Push(stack, list);
                }

                isDigit = !isDigit;
            }
        }

        if (version.Length > start)
        {
            list = isDigit || list.Items.Count == 0 ? list : Push(stack, list);
            list.Items.Add(Leaf(version.AsSpan(start), isDigit, beforeDigit: false));
        }

        while (stack.TryPop(out var done))
        {
            done.Normalise();
        }

        return root;
    }

    private static Item Push(Stack<Item> stack, Item list)
    {
        var inner = Item.List();
        list.Items.Add(inner);
        stack.Push(inner);
        return inner;
    }

    private static Item Leaf(ReadOnlySpan<char> text, bool isDigit, bool beforeDigit) =>
        isDigit ? Item.Number(text.TrimStart('0').ToString()) : Item.Word(text switch
        {
            "a" when beforeDigit => "alpha",
            "b" when beforeDigit => "beta",
            "m" when beforeDigit => "milestone",
            "ga" or "final" or "release" => "",
            "cr" => "rc",
            _ => text.ToString(),
        });

    private enum Kind
    {
        Number,
        Word,
        List,
    }

    private sealed class Item
    {
        private Item(Kind kind, string text, List<Item> items) => (Kind, Text, Items) = (kind, text, items);

        public Kind Kind { get; }

        public string Text { get; }

        public List<Item> Items { get; }

        private bool IsNull => Kind == Kind.List ? Items.Count == 0 : Text.Length == 0;

        public static Item Number(string digits) => new(Kind.Number, digits, []);

        public static Item Word(string word) => new(Kind.Word, word, []);

        public static Item List() => new(Kind.List, "", []);

        /// <summary>Takes away what says nothing at the end, or before a list at the end: zeros, releases and empty lists.</summary>
        public void Normalise()
        {
            for (var i = Items.Count - 1; i >= 0 && (Items[i].IsNull || Items[i].Kind == Kind.List); i--)
            {
                if (Items[i].IsNull)
                {
                    Items.RemoveAt(i);
                }
            }
        }

        public int CompareWith(Item? other) => Kind switch
        {
            Kind.Number => other is null ? (Text.Length == 0 ? 0 : 1) : other.Kind == Kind.Number ? Digits.Compare(Text, other.Text) : 1,
            Kind.Word => other is null ? string.CompareOrdinal(Rank(Text), Release) : other.Kind == Kind.Word ? string.CompareOrdinal(Rank(Text), Rank(other.Text)) : -1,
            _ => CompareList(other),
        };

        private int CompareList(Item? other)
        {
            if (other is { Kind: not Kind.List })
            {
                return other.Kind == Kind.Number ? -1 : 1;
            }

            for (var i = 0; i < Math.Max(Items.Count, other?.Items.Count ?? 0); i++)
            {
                var left = i < Items.Count ? Items[i] : null;
                var right = i < other?.Items.Count ? other.Items[i] : null;
                var order = left is null ? -right!.CompareWith(null) : left.CompareWith(right);
                if (order != 0)
                {
                    return order;
                }
            }

            return 0;
        }

        private static string Rank(string word) => word switch
        {
            "alpha" => "0",
            "beta" => "1",
            "milestone" => "2",
            "rc" => "3",
            "snapshot" => "4",
            "" => Release,
            "sp" => "6",
            _ => "7-" + word,
        };
    }
}
