using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CCHC.Contracts.Identity;
using CCHC.Survey.Data;
using CCHC.Survey.Invitations;
using CCHC.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;
using static CCHC.Survey.Tests.FieldSteps;

namespace CCHC.Survey.Tests;

/// <summary>Nothing in the database leads from a person to an answer: told from the schema, and from a dump of all rows after a survey in which everybody answered otherwise.</summary>
public sealed class AnonymityTests(ServiceHost<SurveyDbContext> service) : IClassFixture<ServiceHost<SurveyDbContext>>
{
    [Fact]
    public async Task No_foreign_key_leads_from_answers_to_people_by_any_way_but_the_survey_itself()
    {
        var keys = await Rows("SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint WHERE contype = 'f'");
        Assert.Equal(["survey"], keys.Where(key => key[0] == "submission").Select(key => key[1]));
        Assert.DoesNotContain(keys, key => key[1] == "submission");
        var columns = (await Rows("SELECT column_name FROM information_schema.columns WHERE table_name = 'submission'")).Select(row => row[0]).ToList();
        Assert.DoesNotContain(columns, column => Regex.IsMatch(column, "frame|number|serial|code$|token|person|name|contact|address|account|_at$|time", RegexOptions.None, TimeSpan.FromSeconds(1)) && column != "respondent_group_code");
        Assert.Equal("date", (await Rows("SELECT data_type FROM information_schema.columns WHERE table_name = 'submission' AND column_name = 'day'"))[0][0]);
    }

    [Fact]
    public async Task No_value_of_a_dump_is_shared_by_one_person_and_one_answer()
    {
        var survey = await AnsweredAsync();
        var answers = await Dump("submission", survey.Id);
        var people = await Dump("invitation", survey.Id);
        people.AddRange(await Rows($"SELECT * FROM frame_entry WHERE frame_id = '{survey.FrameId}'"));
        Assert.Equal(24, answers.Count);

        // Whatever both sides share leads from an answer to at least five people and from a person to at least five answers.
        foreach (var value in answers.SelectMany(row => row).Distinct().Where(value => value.Length > 0))
        {
            var (sharing, with) = (answers.Count(row => row.Contains(value)), people.Count(row => row.Contains(value)));
            Assert.True(with == 0 || (sharing >= 5 && with >= 5), $"'{value}' stands with {sharing} answers and {with} people.");
        }

        // Nor all shared columns together: group, stratum, cluster and weight.
        var cells = await Rows($"SELECT count(*) FROM submission WHERE survey_id = '{survey.Id}' GROUP BY respondent_group_code, stratum, cluster, weight");
        Assert.All(cells, cell => Assert.True(int.Parse(cell[0], CultureInfo.InvariantCulture) >= 5));
    }

    [Fact]
    public async Task Codes_are_nowhere_in_the_database_and_the_hash_of_one_stands_in_one_table_only()
    {
        var survey = await AnsweredAsync();
        var key = service.Services.GetRequiredService<SurveyKey>();
        foreach (var serial in Enumerable.Range(1, 24))
        {
            var code = PersonalCode.Of(key, survey.Id, serial);
            var hash = Convert.ToHexStringLower(PersonalCode.Hash(code));
            foreach (var table in (await Rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).Select(row => row[0]))
            {
                Assert.Equal("0", (await Rows($"SELECT count(*) FROM \"{table}\" t WHERE t::text LIKE '%{code}%'"))[0][0]);
                Assert.Equal(table == "invitation" ? "1" : "0", (await Rows($"SELECT count(*) FROM \"{table}\" t WHERE t::text LIKE '%{hash}%'"))[0][0]);
            }
        }
    }

    [Fact]
    public async Task The_hidden_stamps_of_rows_and_their_order_on_disk_say_nothing_once_they_are_mixed()
    {
        var survey = await AnsweredAsync();
        const string Shared = "SELECT count(*) FROM submission s JOIN invitation i ON i.survey_id = s.survey_id AND i.xmin = s.xmin";
        Assert.NotEqual("0", (await Rows($"{Shared} WHERE s.survey_id = '{survey.Id}'"))[0][0]); // as long as they are not mixed, they do
        var mixed = await service.Read(db => TransactionMixing.MixAsync(db, TestContext.Current.CancellationToken));
        Assert.True(mixed is { Codes: >= 24, Answers: >= 24 }, mixed.ToString());
        Assert.Equal("0", (await Rows($"{Shared} WHERE s.survey_id = '{survey.Id}'"))[0][0]);
        Assert.Equal("1", (await Rows($"SELECT count(DISTINCT xmin::text) FROM submission WHERE survey_id = '{survey.Id}'"))[0][0]);
        var order = (await Rows($"SELECT (answers -> 0 ->> 't') FROM submission WHERE survey_id = '{survey.Id}' ORDER BY ctid")).Select(row => row[0]).ToList();
        Assert.NotEqual(order.Order(StringComparer.Ordinal), order);
    }

    [Fact]
    public async Task The_audit_tells_neither_who_has_answered_nor_what_nor_who_is_in_the_frame()
    {
        var survey = await AnsweredAsync();
        Assert.Equal("0", (await Rows("SELECT count(*) FROM audit.entry WHERE table_name IN ('submission', 'invitation', 'survey_device')"))[0][0]);
        Assert.Equal("0", (await Rows("SELECT count(*) FROM audit.entry AS e WHERE e::text LIKE '%Thư số%'"))[0][0]);
        Assert.NotEqual("0", (await Rows($"SELECT count(*) FROM audit.entry WHERE table_name = 'frame_entry' AND key ->> 'frame_id' = '{survey.FrameId}'"))[0][0]);
        Assert.NotEqual("0", (await Rows($"SELECT count(*) FROM frame_entry WHERE frame_id = '{survey.FrameId}' AND name IS NOT NULL AND contact IS NOT NULL"))[0][0]);
        Assert.Equal("0", (await Rows(
            $"SELECT count(*) FROM frame_entry AS f JOIN audit.entry AS e ON e.after ->> 'name' = f.name OR e.after ->> 'contact' = f.contact WHERE f.frame_id = '{survey.FrameId}' AND e.table_name = 'frame_entry'"))[0][0]);
    }

    [Fact]
    public async Task Closing_forgets_who_has_answered_and_erasing_the_frame_keeps_the_answers()
    {
        var survey = await AnsweredAsync();
        await (await service.Post($"{survey.Path}/closing")).Json();
        Assert.False(await service.Read(db => db.Invitations.AnyAsync(x => x.SurveyId == survey.Id && x.Answered)));
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        Assert.Equal(HttpStatusCode.NoContent, (await homeAffairs.DeleteAsync(new Uri($"/api/survey/frames/{survey.FrameId}/people", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal("0", (await Rows($"SELECT count(*) FROM frame_entry WHERE frame_id = '{survey.FrameId}' AND (name IS NOT NULL OR contact IS NOT NULL)"))[0][0]);
        Assert.Equal(24, await service.Read(db => db.Submissions.CountAsync(x => x.SurveyId == survey.Id)));
        Assert.Equal(2, (await service.Get($"{survey.Path}/results")).GetProperty("items").GetArrayLength());
    }

    /// <summary>All 24 have answered, each with a text of its own, in the order of their numbers.</summary>
    private async Task<FieldSurvey> AnsweredAsync()
    {
        var survey = await service.DrawUpField();
        using var homeAffairs = service.Client(Roles.HomeAffairs);
        var current = await service.Get(survey.Path);
        await (await homeAffairs.PutAsJsonAsync(survey.Path, new
        {
            version = current.GetProperty("version").GetInt32(), name = "Ẩn danh", respondentGroups = new[] { new { code = "ND", name = "Người dân" } },
            questionnaire = new
            {
                languages = new[] { "vi" },
                sections = new object[]
                {
                    new
                    {
                        code = "A", title = "A",
                        questions = new object[]
                        {
                            new { code = "T", kind = "text", text = "Ý kiến" },
                            new
                            {
                                code = "Q1", kind = "single", text = "Hài lòng?", perUnit = true, leaves = new[] { new { groupCode = "so", leafCode = "7.1" } },
                                options = new object[] { new { code = "A", text = "Có", percent = 100 }, new { code = "B", text = "Không", percent = 0 } },
                            },
                        },
                    },
                },
            },
        }, TestContext.Current.CancellationToken)).Json();
        await (await service.Post($"{survey.Path}/opening")).Json();
        await (await service.Post($"{survey.Path}/invitations", new { drawId = survey.DrawId, respondentGroup = "ND" })).Json();
        foreach (var (serial, code, _) in await service.Codes(survey))
        {
            object[] answers =
            [
                new { questionCode = "T", text = $"Thư số {serial:000}" },
                new { questionCode = "Q1", unitId = survey.Campaign.FirstDepartment, optionCode = serial % 2 == 0 ? "A" : "B" },
            ];
            await (await service.Send(code, answers)).Json(HttpStatusCode.Created);
        }

        return survey;
    }

    private Task<List<string[]>> Dump(string table, Guid surveyId) => Rows($"SELECT * FROM {table} WHERE survey_id = '{surveyId}'");

    private async Task<List<string[]>> Rows(string sql)
    {
        await using var database = NpgsqlDataSource.Create(service.ConnectionString);
        await using var command = database.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string[]>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "" : Text(reader.GetValue(i)))]);
        }

        return rows;
    }

    private static string Text(object value) => value switch
    {
        byte[] bytes => Convert.ToHexStringLower(bytes),
        string[] texts => string.Join(';', texts),
        bool or int => "", // too few values to tell anybody apart; counts of reminders and flags
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
