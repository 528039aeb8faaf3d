using System.Security.Cryptography;
using System.Text;
using CCHC.Scoring;

namespace CCHC.RankingArchive.Tests;

public sealed class ArchiveTests
{
    [Fact]
    public void What_was_signed_is_accepted_and_says_what_was_computed()
    {
        using var key = Samples.NewKey();
        var verdict = ArchiveCheck.Check(Samples.Archive(key), [Jwk.Of(key)]);
        Assert.Equal((null, 4, 16), (verdict.Difference, verdict.Units, verdict.Scores));
        Assert.Equal((Samples.Note, Jwk.Of(key)), (verdict.Publication, verdict.Key));
    }

    [Fact]
    public void The_place_of_every_unit_is_the_one_computed_by_hand()
    {
        var group = Samples.Result().Groups[0];
        Assert.Equal(
            [("a", 1, 77m, "Tốt", true), ("c", 2, 75m, "Khá", false), ("b", 3, 75m, "Khá", false), ("d", null, null, null, false)],
            group.Units.Select(unit => (unit.Code, unit.Place.Rank, unit.Place.Index, unit.Place.Class, unit.Place.Awarded)));
        Assert.Equal((77m + 75 + 75) / 3, group.Mean);
    }

    [Theory]
    [InlineData("scores.csv", "so,a,1.2,survey,ordinary,30,21,", "so,a,1.2,survey,ordinary,30,22,", "scores.csv: unit a, leaf 1.2: ")]
    [InlineData("scores.csv", "so,b,2.1,external,ordinary,20,", "so,b,2.1,external,ordinary,30,", "scores.csv: unit b, leaf 2.1: ")]
    [InlineData("results.csv", "so,c,Sở C,2,", "so,c,Sở C,1,", "results.csv: unit c: ")]
    [InlineData("results.csv", ",77,77,100,", ",78,77,100,", "results.csv: unit a: ")]
    [InlineData("groups.csv", ",4,3,", ",4,4,", "groups.csv: ")]
    [InlineData("settings.json", "\"threshold\":70", "\"threshold\":71", "settings.json: ")]
    [InlineData("criteria.json", "\"fromPercent\":80", "\"fromPercent\":81", "criteria.json: ")]
    [InlineData("surveys.csv", "so,a,1.2,31,", "so,a,1.2,32,", "surveys.csv: ")]
    [InlineData("evidence.csv", "so,a,1.1,7", "so,a,1.1,8", "evidence.csv: ")]
    [InlineData("HUONG-DAN.txt", "SHA-256", "SHA-257", "HUONG-DAN.txt: ")]
    [InlineData("manifest.json", "2026-11-30", "2026-11-29", "manifest.json: ")]
    public void One_changed_digit_is_found_and_named(string file, string old, string changed, string difference)
    {
        using var key = Samples.NewKey();
        var verdict = ArchiveCheck.Check(Samples.Changed(Samples.Archive(key), file, old, changed));
        Assert.StartsWith(difference, verdict.Difference, StringComparison.Ordinal);
    }

    [Fact]
    public void The_class_of_a_head_is_kept_with_its_reason_and_checked()
    {
        using var key = Samples.NewKey();
        var result = WithHead(new HeadClass("Khá", "Có \"vi phạm\", đã kết luận"));
        var read = ResultFiles.Read(Archive.Unzip(Samples.Archive(key, result))).Groups[0].Units;
        Assert.Equal(result.Groups[0].Units[0].Head, read[0].Head);
        Assert.Equal(("Khá", "Khá", null), (read[0].HeadClass, read[1].HeadClass, read[3].HeadClass));
        Assert.Null(ArchiveCheck.Check(Samples.Archive(key, result)).Difference);
        Assert.StartsWith("heads.csv: ", ArchiveCheck.Check(Samples.Changed(Samples.Archive(key, result), "heads.csv", "Khá", "Tốt")).Difference, StringComparison.Ordinal);
        Assert.DoesNotContain(Archive.Unzip(Samples.Archive(key)), file => file.Name == ResultFiles.Heads);
    }

    [Theory]
    [InlineData("Giỏi", "Có lý do")]
    [InlineData("Khá", "")]
    [InlineData("Tốt", "Là xếp loại của đơn vị")]
    public void A_head_has_another_class_of_the_group_and_a_reason(string decided, string reason)
    {
        using var key = Samples.NewKey();
        Assert.StartsWith("heads.csv: unit a: ", ArchiveCheck.Check(Samples.Archive(key, WithHead(new HeadClass(decided, reason)))).Difference, StringComparison.Ordinal);
    }

    /// <summary>Of unit a, which is "Tốt".</summary>
    private static ArchivedResult WithHead(HeadClass head)
    {
        var result = Samples.Result();
        var group = result.Groups[0];
        return result with { Groups = [group with { Units = [group.Units[0] with { Head = head }, .. group.Units.Skip(1)] }] };
    }

    [Fact]
    public void A_changed_signature_is_no_signature()
    {
        using var key = Samples.NewKey();
        var archive = Samples.Archive(key);
        var signature = Encoding.ASCII.GetString(Archive.Unzip(archive).Single(file => file.Name == Archive.Signature).Content);
        var at = signature.LastIndexOf('.') + 5;
        var verdict = ArchiveCheck.Check(Samples.Changed(archive, Archive.Signature, signature, signature[..at] + (signature[at] == 'A' ? 'B' : 'A') + signature[(at + 1)..]));
        Assert.StartsWith("manifest.json: ", verdict.Difference, StringComparison.Ordinal);
        Assert.Null(verdict.Key);
    }

    [Theory]
    [InlineData("so,a,1.2,survey,ordinary,30,21,true,true\n", "", "scores.csv: unit a, leaf 1.2: the row is missing")]
    [InlineData("so,a,1.2,", "so,a,1.3,", "scores.csv: unit a, leaf 1.3: the row was not signed")]
    public void A_row_left_out_or_put_in_is_named(string old, string changed, string difference)
    {
        using var key = Samples.NewKey();
        Assert.Equal(difference, ArchiveCheck.Check(Samples.Changed(Samples.Archive(key), "scores.csv", old, changed)).Difference);
    }

    [Fact]
    public void Files_left_out_or_put_in_are_named()
    {
        using var key = Samples.NewKey();
        var files = Archive.Unzip(Samples.Archive(key));
        Assert.Equal("evidence.csv: the file is missing", ArchiveCheck.Check(Archive.Zip(files.Where(file => file.Name != "evidence.csv"))).Difference);
        Assert.Equal("them.csv: the file was not signed", ArchiveCheck.Check(Archive.Zip(files.Append(new ArchiveFile("them.csv", [1])))).Difference);
        Assert.NotNull(ArchiveCheck.Check([1, 2, 3]).Difference);
    }

    /// <summary>Whoever holds the key may sign what was never computed; that is what computing again is for.</summary>
    [Fact]
    public void A_rank_that_does_not_follow_from_the_points_is_found_although_it_is_signed()
    {
        using var key = Samples.NewKey();
        Assert.Equal("results.csv: unit b: rank is 2 as published, 3 as computed", Signed(key, "b", place => place with { Rank = 2 }));
        Assert.Equal("results.csv: unit c: class is Tốt as published, Khá as computed", Signed(key, "c", place => place with { Class = "Tốt" }));
        Assert.Equal("results.csv: unit a: index is 77.1 as published, 77 as computed", Signed(key, "a", place => place with { Index = 77.1m }));
        Assert.Equal("results.csv: unit d: rank is 4 as published, none as computed", Signed(key, "d", place => place with { Rank = 4 }));

        var result = Samples.Result();
        var mean = result with { Groups = [result.Groups[0] with { Mean = 76 }] };
        Assert.StartsWith("groups.csv: group so: mean is 76 as published, 75.66", ArchiveCheck.Check(Samples.Archive(key, mean)).Difference, StringComparison.Ordinal);
    }

    [Fact]
    public void Points_that_do_not_fit_the_criteria_are_found_although_they_are_signed()
    {
        using var key = Samples.NewKey();
        var group = Samples.Group();
        var larger = group with { Units = [.. group.Units.Select(unit => unit.Code == "c" ? unit with { Scores = [unit.Scores[0] with { Max = 60 }, .. unit.Scores.Skip(1)] } : unit)] };
        Assert.StartsWith(
            "scores.csv: unit c, leaf 1.1: maximum",
            ArchiveCheck.Check(Samples.Archive(key, Samples.Result() with { Groups = [Computation.Compute(larger)] })).Difference, StringComparison.Ordinal);
        var shorter = group with { Units = [.. group.Units.Select(unit => unit.Code == "c" ? unit with { Scores = [.. unit.Scores.Skip(1)] } : unit)] };
        Assert.Equal(
            "scores.csv: unit c, leaf 1.1: the row is missing",
            ArchiveCheck.Check(Samples.Archive(key, Samples.Result() with { Groups = [Computation.Compute(shorter)] })).Difference);
    }

    [Fact]
    public void Another_key_is_refused_where_one_is_known_and_another_engine_always()
    {
        using var key = Samples.NewKey();
        using var other = Samples.NewKey();
        Assert.Contains(Jwk.Of(other).Thumbprint, ArchiveCheck.Check(Samples.Archive(other), [Jwk.Of(key)]).Difference, StringComparison.Ordinal);
        Assert.Contains("engine 7.0", ArchiveCheck.Check(Samples.Archive(key, Samples.Result(engine: 7))).Difference, StringComparison.Ordinal);
    }

    [Fact]
    public void Thirds_survive_the_way_through_text()
    {
        var group = Samples.Group();
        var third = group with
        {
            Units = [.. group.Units.Select(unit => unit with { Scores = [unit.Scores[0], unit.Scores[1] with { Points = 61m / 3 }, unit.Scores[2] with { Points = 41m / 7 }, unit.Scores[3]] })],
        };
        using var key = Samples.NewKey();
        Assert.Null(ArchiveCheck.Check(Samples.Archive(key, Samples.Result() with { Groups = [Computation.Compute(third)] })).Difference);
    }

    [Fact]
    public void Equal_results_have_equal_files_however_their_numbers_are_written()
    {
        var group = Samples.Group();
        var written = group with { Units = [.. group.Units.Select(unit => unit with { Scores = [.. unit.Scores.Select(score => score with { Points = score.Points * 1.000m })] })] };
        var (one, other) = (ResultFiles.Write(Samples.Result()), ResultFiles.Write(Samples.Result() with { Groups = [Computation.Compute(written)] }));
        Assert.Equal(ResultFiles.Hash(one), ResultFiles.Hash(other));
        Assert.Equal(Archive.Zip(one), Archive.Zip(other));
        Assert.Equal(ResultFiles.Hash(one), ResultFiles.Hash(ResultFiles.Write(ResultFiles.Read(one))));
    }

    [Fact]
    public void Canonical_json_has_sorted_members_exact_numbers_and_nothing_that_is_null() => Assert.Equal(
        """{"a":[1.5,100,0.0000001],"b":"Sở \"Nội vụ\" <&>"}""",
        Encoding.UTF8.GetString(CanonicalJson.Write(new { b = "Sở \"Nội vụ\" <&>", c = (string?)null, a = new[] { 1.50m, 1e2m, 0.0000001m } })));

    /// <summary>RFC 7638, section 3.1, gives the thumbprint of an RSA key only; this one is of the P-256 key of RFC 7515, appendix A.3, computed with Python's hashlib.</summary>
    [Fact]
    public void A_key_is_named_by_its_thumbprint() => Assert.Equal(
        "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U",
        new Jwk("EC", "P-256", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0").Thumbprint);

    /// <summary>RFC 7515: the signature is over header, point and encoded payload, its two numbers side by side; the payload itself is left out.</summary>
    [Fact]
    public void The_signature_is_a_detached_JWS_as_any_library_reads_it()
    {
        using var key = Samples.NewKey();
        var payload = Encoding.UTF8.GetBytes("{\"iss\":\"joe\"}");
        var jws = DetachedJws.Sign(key, payload);
        var header = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(jws.Split('.')[0]));
        Assert.StartsWith("{\"alg\":\"ES256\",\"jwk\":{\"crv\":\"P-256\",\"kty\":\"EC\",", header, StringComparison.Ordinal);
        Assert.True(key.VerifyData(
            Encoding.ASCII.GetBytes(jws.Split('.')[0] + "." + System.Buffers.Text.Base64Url.EncodeToString(payload)),
            System.Buffers.Text.Base64Url.DecodeFromChars(jws.Split('.')[2]), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        Assert.Null(DetachedJws.Verify(jws, [.. payload, 32]));
        Assert.Null(DetachedJws.Verify("a..b", payload));
    }

    private static string? Signed(ECDsa key, string unit, Func<UnitPlace, UnitPlace> change)
    {
        var result = Samples.Result();
        return ArchiveCheck.Check(Samples.Archive(key, result with
        {
            Groups = [result.Groups[0] with { Units = [.. result.Groups[0].Units.Select(x => x.Code == unit ? x with { Place = change(x.Place) } : x)] }],
        })).Difference;
    }
}
