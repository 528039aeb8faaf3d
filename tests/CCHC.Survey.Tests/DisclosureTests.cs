using CCHC.Survey.Results;
using FsCheck;
using FsCheck.Fluent;

namespace CCHC.Survey.Tests;

public sealed class DisclosureTests
{
    [Fact]
    public void A_table_of_large_cells_is_shown_as_it_is() => Assert.Empty(Hidden(new() { ["all"] = 30, ["a"] = 5, ["b"] = 25 }, Sum("all", "a", "b")));

    [Fact]
    public void Nobody_is_no_small_cell() => Assert.Empty(Hidden(new() { ["all"] = 30, ["a"] = 0, ["b"] = 30 }, Sum("all", "a", "b")));

    [Fact]
    public void A_small_cell_takes_the_smallest_other_along_for_the_total_less_the_others_would_be_it() =>
        Assert.Equal(["a", "c"], Hidden(new() { ["all"] = 52, ["a"] = 3, ["b"] = 40, ["c"] = 9 }, Sum("all", "a", "b", "c")));

    [Fact]
    public void Two_small_cells_of_four_people_together_take_a_third_along_for_their_sum_would_be_known() =>
        Assert.Equal(["a", "b", "d"], Hidden(new() { ["all"] = 60, ["a"] = 2, ["b"] = 2, ["c"] = 50, ["d"] = 6 }, Sum("all", "a", "b", "c", "d")));

    [Fact]
    public void Two_small_cells_of_five_people_together_are_enough() =>
        Assert.Equal(["a", "b"], Hidden(new() { ["all"] = 65, ["a"] = 3, ["b"] = 2, ["c"] = 60 }, Sum("all", "a", "b", "c")));

    [Fact]
    public void The_same_three_people_behind_two_cells_are_three_people_together() =>
        Assert.Equal(["a", "b", "c"], Hidden(new() { ["all"] = 20, ["a"] = 3, ["b"] = 3, ["c"] = 20, ["d"] = 20 }, Sum("all", "a", "b", "c", "d") with { Overlapping = true }));

    [Fact]
    public void Where_no_other_part_is_left_the_total_goes() => Assert.Equal(["a", "all"], Hidden(new() { ["all"] = 9, ["a"] = 3 }, Sum("all", "a")));

    // Unit B goes for unit A's sake. Its questions would add up to it, so one of them goes too: the smaller one.
    [Fact]
    public void A_total_does_not_go_alone_where_its_parts_would_give_it_back() => Assert.Equal(
        ["q1A", "q1C", "q2B", "q2C", "unitA", "unitB"],
        Hidden(
            new() { ["all"] = 45, ["unitA"] = 3, ["unitB"] = 20, ["unitC"] = 22, ["q1A"] = 3, ["q1B"] = 12, ["q1C"] = 8, ["q2B"] = 8, ["q2C"] = 14, ["q1"] = 23 },
            Sum("all", "unitA", "unitB", "unitC"), Sum("unitA", "q1A"), Sum("unitB", "q1B", "q2B"), Sum("unitC", "q1C", "q2C"), Sum("q1", "q1A", "q1B", "q1C")));

    [Fact]
    public void In_a_table_of_rows_and_columns_each_takes_one_along() => Assert.Equal(
        ["11", "12", "21", "22"],
        Hidden(
            new() { ["11"] = 2, ["12"] = 10, ["13"] = 30, ["21"] = 20, ["22"] = 25, ["23"] = 30, ["31"] = 30, ["32"] = 35, ["33"] = 40, ["r1"] = 42, ["r2"] = 75, ["r3"] = 105, ["c1"] = 52, ["c2"] = 70, ["c3"] = 100 },
            Sum("r1", "11", "12", "13"), Sum("r2", "21", "22", "23"), Sum("r3", "31", "32", "33"), Sum("c1", "11", "21", "31"), Sum("c2", "12", "22", "32"), Sum("c3", "13", "23", "33")));

    [Fact]
    public void Of_every_line_of_any_table_none_or_at_least_two_parts_of_five_people_are_hidden() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500).WithQuietOnSuccess(true),
        Prop.ForAll(Tables().ToArbitrary(), table =>
        {
            var hidden = Disclosure.Hidden(table.People, table.Lines);
            Assert.All(table.People.Where(cell => cell.Value is > 0 and < 5), cell => Assert.Contains(cell.Key, hidden));
            Assert.True(hidden.Count == 0 || table.People.Values.Any(people => people is > 0 and < 5));
            Assert.All(table.Lines, line =>
            {
                var parts = line.Parts.Where(hidden.Contains).Select(part => table.People[part]).ToList();
                var nothingLeft = line.Parts.All(part => hidden.Contains(part) || table.People[part] == 0);
                Assert.True(hidden.Contains(line.Total!)
                    ? parts.Count > 0 || nothingLeft
                    : parts.Count == 0 || (parts.Count >= 2 && (line.Overlapping ? parts.Max() : parts.Sum()) >= 5));
            });
        }));

    // Units by factors with both margins, the same people in every factor or not, as a survey's tables are.
    private static Gen<(Dictionary<string, int> People, List<Disclosure.Line<string>> Lines)> Tables() =>
        from rows in Gen.Choose(1, 6)
        from columns in Gen.Choose(1, 5)
        from cells in Gen.Frequency((3, Gen.Choose(5, 60)), (2, Gen.Choose(0, 6))).ArrayOf(rows * columns)
        from overlapping in Gen.Elements(true, false)
        select Table(rows, columns, cells, overlapping);

    private static (Dictionary<string, int>, List<Disclosure.Line<string>>) Table(int rows, int columns, int[] cells, bool overlapping)
    {
        var people = Enumerable.Range(0, cells.Length).ToDictionary(i => $"{i / columns},{i % columns}", i => cells[i], StringComparer.Ordinal);
        List<Disclosure.Line<string>> lines =
        [
            .. Enumerable.Range(0, rows).Select(row => new Disclosure.Line<string>($"{row},", [.. Enumerable.Range(0, columns).Select(column => $"{row},{column}")], overlapping)),
            .. Enumerable.Range(0, columns).Select(column => new Disclosure.Line<string>($",{column}", [.. Enumerable.Range(0, rows).Select(row => $"{row},{column}")])),
        ];
        foreach (var line in lines)
        {
            people[line.Total!] = line.Overlapping ? line.Parts.Max(part => people[part]) : line.Parts.Sum(part => people[part]);
        }

        lines.Add(new Disclosure.Line<string>("all", [.. Enumerable.Range(0, rows).Select(row => $"{row},")]));
        people["all"] = lines[^1].Parts.Sum(part => people[part]);
        return (people, lines);
    }

    private static Disclosure.Line<string> Sum(string total, params string[] parts) => new(total, parts);

    private static IEnumerable<string> Hidden(Dictionary<string, int> people, params Disclosure.Line<string>[] lines) => Disclosure.Hidden(people, lines).Order(StringComparer.Ordinal);
}
