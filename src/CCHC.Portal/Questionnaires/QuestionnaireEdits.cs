using System.Globalization;
using System.Text.RegularExpressions;

namespace CCHC.Portal.Questionnaires;

/// <summary>Single deeds on a questionnaire, each giving a new one; whether that one may be asked only the service says.</summary>
internal static partial class QuestionnaireEdits
{
    extension(Questionnaire questionnaire)
    {
        public Question? FindQuestion(string? code) => questionnaire.Questions.FirstOrDefault(question => question.Code == code);

        public Section? FindSection(string? code) => questionnaire.Sections.FirstOrDefault(section => section.Code == code);

        public Section? SectionOf(string? code) => questionnaire.Sections.FirstOrDefault(section => section.Questions.Any(question => question.Code == code));

        /// <summary>What may stand in a condition of the question, or of a new one at the end of the section.</summary>
        public IReadOnlyList<Question> Before(string? code, string? section) =>
        [
            .. questionnaire.FindQuestion(code) is not null
                ? questionnaire.Questions.TakeWhile(question => question.Code != code)
                : questionnaire.Sections.TakeWhile(earlier => earlier.Code != section).Concat(questionnaire.Sections.Where(own => own.Code == section)).SelectMany(x => x.Questions),
        ];

        /// <summary>One place up or down; beyond the end of its section it goes into the next one.</summary>
        public Questionnaire Move(string code, int by)
        {
            var sections = questionnaire.Sections.Select(section => section.Questions.ToList()).ToList();
            var at = sections.FindIndex(questions => questions.Any(question => question.Code == code));
            if (at < 0)
            {
                return questionnaire;
            }

            var place = sections[at].FindIndex(question => question.Code == code);
            var moved = sections[at][place];
            if (place + by >= 0 && place + by < sections[at].Count)
            {
                sections[at].RemoveAt(place);
                sections[at].Insert(place + by, moved);
            }
            else if (at + by >= 0 && at + by < sections.Count)
            {
                sections[at].RemoveAt(place);
                sections[at + by].Insert(by < 0 ? sections[at + by].Count : 0, moved);
            }

            return questionnaire with { Sections = [.. questionnaire.Sections.Select((section, index) => section with { Questions = sections[index] })] };
        }

        public Questionnaire MoveSection(string code, int by)
        {
            var sections = questionnaire.Sections.ToList();
            var place = sections.FindIndex(section => section.Code == code);
            if (place < 0 || place + by < 0 || place + by >= sections.Count)
            {
                return questionnaire;
            }

            (sections[place], sections[place + by]) = (sections[place + by], sections[place]);
            return questionnaire with { Sections = sections };
        }

        /// <summary>A copy right after the question, with a code of its own.</summary>
        public Questionnaire Duplicate(string code, out string copy)
        {
            var free = questionnaire.FreeCode(code);
            copy = free;
            return questionnaire.Change(questions => questions.SelectMany(question => question.Code == code ? [question, question with { Code = free }] : (IEnumerable<Question>)[question]));
        }

        public Questionnaire Remove(string code) => questionnaire.Change(questions => questions.Where(question => question.Code != code));

        public Questionnaire RemoveSection(string code) => questionnaire with { Sections = [.. questionnaire.Sections.Where(section => section.Code != code)] };

        /// <summary>Puts the question in the place of the one with the old code, else at the end of the section; conditions follow a new code.</summary>
        public Questionnaire Put(Question question, string? oldCode, string sectionCode)
        {
            if (oldCode is null || questionnaire.SectionOf(oldCode)?.Code != sectionCode)
            {
                var without = oldCode is null ? questionnaire : questionnaire.Remove(oldCode);
                return (without with
                {
                    Sections = [.. without.Sections.Select(section => section.Code == sectionCode ? section with { Questions = [.. section.Questions, question] } : section)],
                }).Rename(oldCode, question.Code);
            }

            return questionnaire.Change(questions => questions.Select(old => old.Code == oldCode ? question : old)).Rename(oldCode, question.Code);
        }

        /// <summary>Puts title, text and condition of the section in the place of the one with the old code, else at the end; its questions stay.</summary>
        public Questionnaire PutSection(Section section, string? oldCode) => questionnaire with
        {
            Sections = oldCode is null
                ? [.. questionnaire.Sections, section]
                : [.. questionnaire.Sections.Select(old => old.Code == oldCode ? section with { Questions = old.Questions } : old)],
        };

        public Questionnaire AddLanguage(string language) =>
            questionnaire.Languages.Contains(language, StringComparer.Ordinal) ? questionnaire : questionnaire with { Languages = [.. questionnaire.Languages, language] };

        /// <summary>Together with every wording in it; Vietnamese stays.</summary>
        public Questionnaire RemoveLanguage(string language) => language == Wording.First
            ? questionnaire
            : (questionnaire with
            {
                Languages = [.. questionnaire.Languages.Where(other => other != language)],
                Sections = [.. questionnaire.Sections.Select(section => section with { Title = section.Title.Without(language), Text = section.Text?.Without(language).OrNull() })],
            }).Change(questions => questions.Select(question => question with
            {
                Text = question.Text.Without(language),
                Help = question.Help?.Without(language).OrNull(),
                Options = [.. question.Options.Select(option => option with { Text = option.Text.Without(language) })],
            }));

        /// <summary>Keeps the leaves that may be tied; tells how many were dropped.</summary>
        public Questionnaire KeepLeaves(IReadOnlySet<(string Group, string Leaf)> free, out int dropped)
        {
            var kept = questionnaire.Change(questions => questions.Select(question => question with { Leaves = [.. question.Leaves.Where(leaf => free.Contains((leaf.GroupCode, leaf.LeafCode)))] }));
            dropped = questionnaire.Questions.Sum(question => question.Leaves.Count) - kept.Questions.Sum(question => question.Leaves.Count);
            return kept;
        }

        /// <summary>The code with the next number that no question has: C1 → C2.</summary>
        public string FreeCode(string like)
        {
            var match = LastNumber().Match(like);
            var (head, number) = (match.Groups["head"].Value, match.Groups["number"].Value);
            var next = int.TryParse(number, CultureInfo.InvariantCulture, out var last) ? last + 1 : 2;
            while (questionnaire.FindQuestion($"{head}{next}") is not null)
            {
                next++;
            }

            return $"{head}{next}";
        }

        public string FreeSectionCode() =>
            Enumerable.Range(1, questionnaire.Sections.Count + 1).Select(number => $"P{number}").First(code => questionnaire.FindSection(code) is null);

        private Questionnaire Change(Func<IReadOnlyList<Question>, IEnumerable<Question>> change) =>
            questionnaire with { Sections = [.. questionnaire.Sections.Select(section => section with { Questions = [.. change(section.Questions)] })] };

        private Questionnaire Rename(string? old, string code)
        {
            if (old is null || old == code)
            {
                return questionnaire;
            }

            var renamed = questionnaire.Change(questions => questions.Select(question => question with { ShowIf = Follow(question.ShowIf) }));
            return renamed with { Sections = [.. renamed.Sections.Select(section => section with { ShowIf = Follow(section.ShowIf) })] };

            Condition? Follow(Condition? condition) => condition?.Question == old ? condition with { Question = code } : condition;
        }
    }

    [GeneratedRegex(@"^(?<head>.*?)(?<number>\d{0,6})$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex LastNumber();
}
