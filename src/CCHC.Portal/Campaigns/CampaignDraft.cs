using System.Text.Json.Serialization;

namespace CCHC.Portal.Campaigns;

/// <summary>A campaign as it is being typed; carried from step to step, so that nothing is stored before the last one.</summary>
public sealed class CampaignDraft
{
    public const string Province = "province", District = "district", Ministry = "ministry";

    public string Shape { get; set; } = "";
    public string OwnerUnitId { get; set; } = "";
    public string Code { get; set; } = "";
    public string Name { get; set; } = "";
    public string Year { get; set; } = "";
    public string Rounds { get; set; } = "2";
    public bool SurveyHeld { get; set; } = true;
    public string LateDays { get; set; } = "";
    public bool LaterRoundsOpenAll { get; set; }
    public List<GroupDraft> Groups { get; set; } = [new()];

    public bool IsMinistry => Shape == Ministry;

    public static CampaignDraft Of(Campaign campaign) => new()
    {
        Shape = campaign.OwnerUnitId is not null ? District : campaign.Groups.Any(group => group.CollectorUnitId is not null) ? Ministry : Province,
        OwnerUnitId = $"{campaign.OwnerUnitId}",
        Code = campaign.Code,
        Name = campaign.Name,
        Year = $"{campaign.Year}",
        Rounds = $"{campaign.Rounds}",
        SurveyHeld = campaign.SurveyHeld,
        LateDays = campaign.LateDays == 0 ? "" : $"{campaign.LateDays}",
        LaterRoundsOpenAll = campaign.LaterRoundsOpenAll,
        Groups = [.. campaign.Groups.Select(GroupDraft.Of)],
    };

    /// <summary>What is plainly missing, by field; the rules are the service's.</summary>
    public Dictionary<string, string> Missing(int step)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        if (step >= 1)
        {
            Require(Shape.Length > 0, "shape", CampaignsTexts.MissShape);
            Require(Shape != District || OwnerUnitId.Length > 0, "owner", CampaignsTexts.MissOwner);
            Require(Code.Length > 0, "code", CampaignsTexts.MissCode);
            Require(Name.Length > 0, "name", CampaignsTexts.MissName);
            Require(Year.Length == 4 && Year.All(char.IsAsciiDigit), "year", CampaignsTexts.MissYear);
            Require(LateDays.Length == 0 || (LateDays.Length <= 2 && LateDays.All(char.IsAsciiDigit)), "late", CampaignsTexts.BadLateDays);
        }

        for (var i = 0; step >= 2 && i < Groups.Count; i++)
        {
            var group = Groups[i];
            Require(group.Code.Length > 0, $"g{i}-code", Formats.Text(CampaignsTexts.MissGroupCode, i + 1));
            Require(group.Name.Length > 0, $"g{i}-name", Formats.Text(CampaignsTexts.MissGroupName, i + 1));
            Require(group.SetId.Length > 0, $"g{i}-set", Formats.Text(CampaignsTexts.MissSet, i + 1));
            Require(group.UnitIds.Count > 0, $"g{i}-units", Formats.Text(CampaignsTexts.MissUnits, i + 1));
            Number(group.BonusCap, $"g{i}-bonus", CampaignsTexts.BonusCap, i);
            Number(group.PenaltyCap, $"g{i}-penalty", CampaignsTexts.PenaltyCap, i);
            Require(group.Awards.Length == 0 || int.TryParse(group.Awards, Formats.Vietnamese, out _), $"g{i}-awards", Formats.Text(CampaignsTexts.BadNumber, CampaignsTexts.Awards, i + 1));
            for (var band = 0; band < group.Bands.Count; band++)
            {
                if (group.Bands[band].Name.Length > 0)
                {
                    Require(Formats.TryParse(group.Bands[band].Threshold, out _), $"g{i}-b{band}-from", Formats.Text(CampaignsTexts.BadNumber, CampaignsTexts.BandThreshold, i + 1));
                }
            }

            Require(step < 3 || !IsMinistry || group.CollectorUnitId.Length > 0, $"g{i}-collector", Formats.Text(CampaignsTexts.MissCollector, i + 1));
        }

        return errors;

        void Require(bool present, string field, string message)
        {
            if (!present)
            {
                errors[field] = message;
            }
        }

        void Number(string text, string field, string name, int group) =>
            Require(text.Length == 0 || Formats.TryParse(text, out _), field, Formats.Text(CampaignsTexts.BadNumber, name, group + 1));
    }

    public object ToRequest() => new
    {
        code = Code,
        name = Name,
        year = int.Parse(Year, Formats.Vietnamese),
        rounds = int.Parse(Rounds, Formats.Vietnamese),
        surveyHeld = SurveyHeld,
        lateDays = LateDays.Length == 0 ? 0 : int.Parse(LateDays, Formats.Vietnamese),
        laterRoundsOpenAll = LaterRoundsOpenAll,
        ownerUnitId = Shape == District ? OwnerUnitId : null,
        groups = Groups.Select(group => group.ToRequest(IsMinistry)),
    };
}

public sealed class GroupDraft
{
    public string Code { get; set; } = "";
    public string Name { get; set; } = "";
    public string SetId { get; set; } = "";
    public List<Guid> UnitIds { get; set; } = [];
    public string Search { get; set; } = "";
    public List<BandDraft> Bands { get; set; } = [new(), new(), new(), new()];
    public List<string> TieBreakers { get; set; } = [];
    public string SurveyHeld { get; set; } = "";
    public string BonusCap { get; set; } = "";
    public string PenaltyCap { get; set; } = "";
    public string LatePenaltyLeaf { get; set; } = "";
    public string Awards { get; set; } = "";
    public string CollectorUnitId { get; set; } = "";
    public Dictionary<string, string> Responsible { get; set; } = [];

    /// <summary>Leaves with the unit that answers them, in the order in which they are sent.</summary>
    [JsonIgnore]
    public IEnumerable<KeyValuePair<string, string>> Duties => Responsible.Where(duty => duty.Value.Length > 0);

    public static GroupDraft Of(CampaignGroup group) => new()
    {
        Code = group.Code,
        Name = group.Name,
        SetId = $"{group.CriteriaSetId}",
        UnitIds = [.. group.Units.Select(unit => unit.UnitId)],
        Bands = [.. group.ClassBands.Select(band => new BandDraft { Name = band.Name, Threshold = Formats.Input(band.Threshold), Inclusive = band.Inclusive }), new()],
        TieBreakers = [.. group.TieBreakers],
        SurveyHeld = group.SurveyHeld switch { true => "true", false => "false", null => "" },
        BonusCap = Formats.Input(group.BonusCap),
        PenaltyCap = Formats.Input(group.PenaltyCap),
        LatePenaltyLeaf = group.LatePenaltyLeaf ?? "",
        Awards = group.Awards == 0 ? "" : $"{group.Awards}",
        CollectorUnitId = $"{group.CollectorUnitId}",
        Responsible = group.Responsibilities.ToDictionary(duty => duty.LeafCode, duty => $"{duty.UnitId}", StringComparer.Ordinal),
    };

    public object ToRequest(bool ministry) => new
    {
        code = Code,
        name = Name,
        criteriaSetId = SetId,
        unitIds = UnitIds,
        classBands = Bands.Where(band => band.Name.Length > 0).Select(band => new { name = band.Name, threshold = Number(band.Threshold), inclusive = band.Inclusive }),
        tieBreakers = TieBreakers.Where(rule => rule.Length > 0).Distinct(StringComparer.Ordinal),
        surveyHeld = SurveyHeld.Length == 0 ? (bool?)null : SurveyHeld == "true",
        bonusCap = Number(BonusCap),
        penaltyCap = Number(PenaltyCap),
        latePenaltyLeaf = LatePenaltyLeaf.Length == 0 ? null : LatePenaltyLeaf,
        awards = Awards.Length == 0 ? 0 : int.Parse(Awards, Formats.Vietnamese),
        collectorUnitId = ministry && CollectorUnitId.Length > 0 ? CollectorUnitId : null,
        responsibilities = ministry ? Duties.Select(duty => new { leafCode = duty.Key, unitId = duty.Value }) : [],
    };

    private static decimal? Number(string text) => Formats.TryParse(text, out var number) ? number : null;
}

public sealed class BandDraft
{
    public string Name { get; set; } = "";
    public string Threshold { get; set; } = "";
    public bool Inclusive { get; set; } = true;
}

public sealed record UnitChoices(IReadOnlyList<UnitChoice> Items);

public sealed record UnitChoice(Guid UnitId, string Code, string Name, string? Type, string GroupCode, string GroupName, bool Governs, Guid? ParentId, bool PartOfYear);

public sealed record SetChoice(Guid Id, string Code, string Name, int Year, int? Version);

public sealed record SetOutline(IReadOnlyList<SetNode> Nodes);

public sealed record SetNode(string Code, string Name, int Depth, bool IsLeaf, string? Source);
