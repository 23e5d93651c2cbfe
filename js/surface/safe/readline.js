'use strict';
// `readline`: lines of streams one has.

module.exports = {
  __proto__: null,
  'streams one has': `
    readline: Interface clearLine clearScreenDown createInterface cursorTo emitKeypressEvents moveCursor promises
    readline.Interface.prototype: question _decoder _line_buffer _oldPrompt _previousKey _prompt _questionCallback _sawKeyPress _sawReturnAt _setRawMode
    readline.Interface.prototype: _onLine _writeToOutput _addHistory _refreshLine _normalWrite _insertString _tabComplete _wordLeft _wordRight _deleteLeft
    readline.Interface.prototype: _deleteRight _deleteWordLeft _deleteWordRight _deleteLineLeft _deleteLineRight _line _historyNext _historyPrev _getDisplayPos
    readline.Interface.prototype: _getCursorPos _moveCursor _ttyWrite @_setRawMode @_onLine @_writeToOutput @_addHistory @_refreshLine @_normalWrite
    readline.Interface.prototype: @_insertString @_tabComplete @_wordLeft @_wordRight @_deleteLeft @_deleteRight @_deleteWordLeft @_deleteWordRight
    readline.Interface.prototype: @_deleteLineLeft @_deleteLineRight @_line @_historyNext @_historyPrev @_getDisplayPos @_moveCursor @_ttyWrite columns
    readline.Interface.prototype: setPrompt getPrompt prompt close pause resume write clearLine getCursorPos @_setRawMode~2 @kQuestion @_onLine~2 @_beforeEdit
    readline.Interface.prototype: @kQuestionCancel @_writeToOutput~2 @_addHistory~2 @_refreshLine~2 @_normalWrite~2 @_insertString~2 @_tabComplete~2
    readline.Interface.prototype: @_tabCompleter @_wordLeft~2 @_wordRight~2 @_deleteLeft~2 @_deleteRight~2 @_deleteWordLeft~2 @_deleteWordRight~2
    readline.Interface.prototype: @_deleteLineLeft~2 @_deleteLineRight~2 @_pushToKillRing @_yank @_yankPop @_line~2 @_pushToUndoStack @_undo @_redo
    readline.Interface.prototype: @_historyNext~2 @_historyPrev~2 @_getDisplayPos~2 @_moveCursor~2 @_ttyWrite~2 @asyncIterator setupHistoryManager @_setLine
    readline.Interface.prototype: @_savePreviousState @_restorePreviousState @_addNewLineOnTTY @_multilineMove @_moveDownOrHistoryNext @_moveUpOrHistoryPrev
    readline.Interface.prototype: @dispose constructor
    readline.Interface.prototype.question.@nodejs.util.promisify: custom
    readline/promises: Interface Readline createInterface
    readline/promises.Interface.prototype: question
    readline/promises.Readline.prototype: cursorTo moveCursor clearLine clearScreenDown commit rollback
    readline.Interface.prototype.@nodejs: dispose
    readline.InterfaceConstructor.prototype: constructor
  `,
};
