using CCHC.Contracts.Criteria;
using CCHC.Ranking.Analyses;
using CCHC.Ranking.Campaigns;
using CCHC.Ranking.Data;
using CCHC.Ranking.Imports;
using CCHC.Ranking.Publications;
using CCHC.Ranking.Remediation;
using CCHC.Ranking.Snapshots;
using CCHC.Ranking.Standings;
using CCHC.Scoring;
using CCHC.ServiceDefaults;
using CCHC.ServiceDefaults.Messaging;
using CCHC.ServiceDefaults.Persistence;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults();
builder.AddPersistence<RankingDbContext>("ranking-db");
builder.AddMessaging("ranking", typeof(RankingDbContext).Assembly, subject: nameof(CampaignWiped.CampaignId));
CCHC.Ranking.Documents.DocumentEndpoints.AddDocuments(builder.Services);
builder.Services.AddValidation();
builder.Services.ConfigureHttpJsonOptions(options => ScoringJson.Configure(options.SerializerOptions));
builder.Services.AddSingleton<CampaignCache>();
builder.Services.AddSingleton<LiveResults>();
builder.Services.AddSingleton<StandingWatch>();
builder.Services.AddSingleton<ArchiveKeys>();
builder.Services.AddHostedService<PublicationClock>();

var app = builder.Build();

app.UseServiceDefaults("ranking");
app.MapStandings();
app.MapAnalyses();
app.MapSnapshots();
app.MapPublications();
app.MapImports();
app.MapRemediation();

await app.RunServiceAsync<RankingDbContext>(args);
