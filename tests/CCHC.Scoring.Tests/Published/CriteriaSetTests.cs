namespace CCHC.Scoring.Tests.Published;

public sealed class CriteriaSetTests
{
    private static readonly IReadOnlyList<Row> _commune = Table.Read("criteria_set_xa_template_recalled.csv");
    private static readonly IReadOnlyList<Row> _communeLeaves = [.. _commune.Where(x => x["loai_quy_tac"] != "SUM")];

    [Fact]
    public void The_eight_fields_of_the_ministry_total_100_points_and_81_sub_criteria()
    {
        var fields = Table.Read("criteria_fields_qd2948_tinh.csv");
        var index = IndexCalculator.Compute(fields.Select(x =>
            new LeafScore(x["stt"], LeafKind.Ordinary, PointSource.Appraised, x.Number("diem_toi_da"), x.Number("diem_toi_da"), Applicable: true)));
        Assert.Equal([10, 10, 14.5m, 11, 16, 7, 16, 15.5m], fields.Select(x => x.Number("diem_toi_da")));
        Assert.Equal((100, 100), (index.MaxPoints, index.Index));
        Assert.Equal(81, fields.Sum(x => x.Whole("so_tieu_chi_thanh_phan")));
    }

    [Fact]
    public void Every_parent_of_the_commune_set_is_the_sum_of_its_children()
    {
        Assert.Equal(44, _commune.Count);
        var parents = _commune.Where(x => x["loai_quy_tac"] == "SUM").ToList();
        Assert.Equal(9, parents.Count);
        Assert.All(parents, parent => Assert.Equal(
            parent.Number("diem_toi_da"), _commune.Where(x => ParentOf(x["ma"]) == parent["ma"]).Sum(x => x.Number("diem_toi_da"))));
    }

    [Fact]
    public void Every_leaf_of_the_commune_set_has_a_sound_rule_of_the_kind_it_names()
    {
        var kinds = new Dictionary<string, Type>
        {
            ["YESNO"] = typeof(YesNoRule),
            ["YESNO_NA"] = typeof(YesNoRule),
            ["COUNT"] = typeof(CountRule),
            ["DEDUCT"] = typeof(DeductionRule),
            ["DEDUCT_LATE"] = typeof(DeductionRule),
            ["TIERS"] = typeof(RatioBandsRule),
            ["THRESHOLD_PROPORTIONAL"] = typeof(RatioBandsRule),
            ["INTERPOLATE"] = typeof(InterpolationRule),
            ["PROPORTIONAL"] = typeof(CappedProportionalRule),
            ["PROPORTIONAL_NA"] = typeof(CappedProportionalRule),
            ["CAPPED_PROPORTIONAL"] = typeof(CappedProportionalRule),
            ["SURVEY"] = typeof(SurveyRule),
            ["EXTERNAL_PERCENT"] = typeof(ExternalIndexRule),
            ["BONUS"] = typeof(BonusRule),
            ["PENALTY"] = typeof(PenaltyRule),
        };
        Assert.Equal(_communeLeaves.Select(x => x["ma"]).Order(), CommuneRules.ByCode.Keys.Order());
        Assert.All(_communeLeaves, x => Assert.IsType(kinds[x["loai_quy_tac"]], CommuneRules.ByCode[x["ma"]]));
        Assert.All(_communeLeaves, x => Expect.Sound(CommuneRules.ByCode[x["ma"]], x.Number("diem_toi_da")));
    }

    [Fact]
    public void A_commune_that_did_everything_reaches_100_points_and_3_of_bonus()
    {
        var none = new Dictionary<string, decimal>();
        var best = new LeafData { Yes = true, Count = 10, Violations = none, Numerator = 105, Denominator = 100, Percentage = 100, Points = 3 };
        var nothingWrong = best with { Points = 0 };
        var index = IndexCalculator.Compute(_communeLeaves.Select(x => Score(x, x["ma"] == "DP" ? nothingWrong : best)));
        Assert.Equal((100, 103, 3, 0), (index.MaxPoints, index.Points, index.Bonus, index.Penalty));
        Assert.Equal((81, 11, 8), (index.Appraised, index.Survey, index.External));
    }

    [Fact]
    public void A_commune_that_did_everything_wrong_loses_3_points_of_penalty()
    {
        var worst = new LeafData { Yes = false, Count = 0, Numerator = 0, Denominator = 100, Percentage = 0, Points = 0 };
        var index = IndexCalculator.Compute(_communeLeaves.Select(leaf => Score(leaf, CommuneRules.ByCode[leaf["ma"]] switch
        {
            DeductionRule rule => worst with { Violations = rule.Kinds.ToDictionary(kind => kind.Code, _ => 100m) },
            PenaltyRule => worst with { Points = 5 },
            _ => worst,
        })));
        Assert.Equal((100, -3, 0, 3), (index.MaxPoints, index.Points, index.Bonus, index.Penalty));
    }

    [Fact]
    public void Rules_found_in_public_software_can_all_be_expressed()
    {
        var found = Table.ReadShared("criteria_rows_found.csv");
        Assert.Equal(["BONUS", "COUNT", "DEDUCT", "GROUP", "LEVEL", "SURVEY", "YESNO"], found.Select(x => x["loai"]).Distinct().Order());

        // "Mỗi nội quy/quy chế …: 0.5 điểm", maximum 2
        Expect.Points(1.5m, new CountRule(0.5m, "quy chế"), Max("3.2", "COUNT"), new LeafData { Count = 3 });
        Expect.Points(0.5m, new YesNoRule(), Max("3.1.1", "YESNO"), new LeafData { Yes = true });

        // "vi phạm nhẹ: trừ 50% điểm"
        var ethics = new ChoiceRule(
            [new("dat", "Tuân thủ đầy đủ", null, 100), new("nhe", "Vi phạm nhẹ", null, 50), new("nang", "Vi phạm nghiêm trọng", 0, null)]);
        Expect.Points(1, ethics, Max("3.2", "LEVEL"), new LeafData { Choice = "nhe" });

        // "Hoàn thành xuất sắc: điểm tối đa; hoàn thành tốt: 75% điểm; hoàn thành: 50% điểm"
        var urgent = new ChoiceRule([new("xs", "Hoàn thành xuất sắc", null, 100), new("t", "Hoàn thành tốt", null, 75), new("ht", "Hoàn thành", null, 50)]);
        Expect.Points(1.5m, urgent, Max("4.1", "LEVEL"), new LeafData { Choice = "t" });

        var discipline = new DeductionRule([new("vp", "Vi phạm kỷ luật lao động", 0.5m)]);
        Expect.Points(2, discipline, Max("3.1", "DEDUCT"), new LeafData { Violations = new Dictionary<string, decimal> { ["vp"] = 2 } });
        Expect.Points(5, new BonusRule(), Max("IV", "BONUS"), new LeafData { Points = 6 });

        decimal Max(string code, string kind) => found.Single(x => x["ma"] == code && x["loai"] == kind).Number("diem_toi_da");
    }

    private static string ParentOf(string code) => code[..Math.Max(0, code.LastIndexOf('.'))];

    private static LeafScore Score(Row leaf, LeafData data)
    {
        var kind = leaf["ma"] switch { "DT" => LeafKind.Bonus, "DP" => LeafKind.Penalty, _ => LeafKind.Ordinary };
        var source = leaf["phuong_phap"] switch { "XHH" => PointSource.Survey, "SIPAS" => PointSource.External, _ => PointSource.Appraised };
        var max = leaf.Number("diem_toi_da");
        var evaluation = Scorer.Evaluate(CommuneRules.ByCode[leaf["ma"]], max, data);
        Assert.Equal(EvaluationStatus.Scored, evaluation.Status);
        return new LeafScore(leaf["ma"], kind, source, max, evaluation.Points, Applicable: true);
    }
}
