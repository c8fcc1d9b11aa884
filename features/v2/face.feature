# language: zh-CN
@v2 @person @page @clock
功能: V2刷脸核身
  依据: identity_service/wbsb6y、qeig5n

  @V2-FACE-01 @notice
  场景大纲: 打开<链接>，刷脸通过
    假如 一个未实名的人
    当 调用方为他发起刷脸核身
      | contextId  | order-7 |
      | resultPage | 1       |
    那么 返回数据为
      | flowId      | 非空 |
      | authUrl     | 非空 |
      | originalUrl | 非空 |
      | expire      | 非空 |
    当 调用方查询"/v2/identity/auth/pub/individual/{核身流程}/face"
    那么 返回数据为
      | status           | ING  |
      | failedReasonCode | null |
    当 他在手机上打开<链接>
    而且 他在手机上眨眼完成刷脸
    那么 手机上的刷脸结果是通过
    当 调用方查询"/v2/identity/auth/pub/individual/{核身流程}/face"
    那么 返回数据为
      | status      | SUCCESS  |
      | message     | 认证成功 |
      | similarity  | 非空     |
      | livingScore | 非空     |
    而且 接收方收到1个无action的回调
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status               | SUCCESS        |
      | authType             | FACEAUTH_ESIGN |
      | indivInfo.similarity | 非空           |

    例子:
      | 链接       |
      | 刷脸链接   |
      | 刷脸长链接 |

  @V2-FACE-02
  场景大纲: <角色>，流程失败并说明原因
    依据: identity_service/qeig5n failedReasonCode
    假如 一个<角色>的人
    而且 调用方为他发起了刷脸核身
      | resultPage | 1 |
    而且 他在手机上打开了刷脸链接
    当 他在手机上眨眼完成刷脸
    那么 手机上的刷脸结果是未通过
    当 调用方查询"/v2/identity/auth/pub/individual/{核身流程}/face"
    那么 返回数据为
      | status           | FAIL   |
      | failedReasonCode | "<原因>" |
      | similarity       | null   |
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status | FAIL |

    例子:
      | 角色           | 原因    |
      | 刷脸不是本人   | 1445900 |
      | 遮住眼睛       | 1445813 |
      | 刷脸超时       | 1445409 |
      | 活体检测不通过 | 1445011 |

  @V2-FACE-03
  场景大纲: <方式>的链接有效期
    依据: identity_service/wbsb6y；微信的有效期 Unknown，本项目的选择：同快捷刷脸
    假如 一个未实名的人
    而且 调用方为他发起了刷脸核身
      | faceauthMode | <方式> |
    当 时间过去<差一点>
    而且 时间过去59秒
    而且 他在手机上打开刷脸链接
    那么 页面是「<页面>」
    假如 调用方为他发起了刷脸核身
      | faceauthMode | <方式> |
    当 时间过去<到期>
    而且 他在手机上打开刷脸链接
    那么 页面是「链接已过期」

    例子:
      | 方式         | 差一点   | 到期     | 页面        |
      | TENCENT      | 1分钟    | 2分钟    | 快捷刷脸  |
      | ESIGN        | 59分钟   | 60分钟   | 快捷刷脸  |
      | WE_CHAT_FACE | 59分钟   | 60分钟   | 快捷刷脸  |
      | ZHIMACREDIT  | 1379分钟 | 23小时   | 支付宝刷脸 |

  @V2-FACE-04
  场景大纲: 刷脸的参数：<字段> <值>
    依据: identity_service/wbsb6y；各用哪个码 Unknown，本项目的选择：公共错误码
    假如 一个未实名的人
    当 调用方为他发起刷脸核身
      | <字段> | <值> |
    那么 错误码是<错误码>

    例子:
      | 字段              | 值                  | 错误码   |
      | faceauthMode      | 缺                  | 30500100 |
      | faceauthMode      | PHOTO               | 30500101 |
      | callbackUrl       | 缺                  | 30500100 |
      | callbackUrl       | javascript:alert(1) | 30500101 |
      | faceInterfaceType | SDK                 | 30500101 |
      | resultPage        | 2                   | 30500101 |
      | idNo              | 缺                  | 30500104 |

  @V2-FACE-05
  场景: 姓名与证件号不一致，不产生流程
    依据: identity_service/glz1it 30504001
    假如 一个未实名的人
    而且 另有一个未实名的人
    当 调用方为他发起刷脸核身
      | name | {别人.姓名} |
    那么 错误码是30504001

  @V2-FACE-06
  场景: 不是刷脸的流程没有刷脸结果
    依据: identity_service/qeig5n 30503055
    假如 一个未实名的人
    而且 调用方为他发起了运营商三要素核身
    当 调用方查询"/v2/identity/auth/pub/individual/{核身流程}/face"
    那么 错误码是30503055

  @V2-FACE-11 @notice
  场景: 打开刷脸页面时，接收地址收到一次GET，不重试
    依据: identity_service/giq1w40lx67vwofr
    假如 一个未实名的人
    而且 调用方为他发起了刷脸核身
    那么 接收地址收到0次GET
    当 他在手机上打开刷脸链接
    那么 接收地址收到1次GET
    而且 接收方没有收到通知
    当 他在手机上打开刷脸链接
    而且 时间过去1天
    那么 接收地址收到1次GET

  @V2-FACE-12
  场景大纲: 刷脸时<情形>，流程失败并说明原因
    依据: identity_service/qeig5n failedReasonCode；哪种情形对应哪个原因 Unknown，本项目的选择：按文字
    假如 一个未实名的人
    而且 调用方为他发起了刷脸核身
    而且 他在手机上打开了刷脸链接
    当 刷脸时<情形>
    而且 调用方查询"/v2/identity/auth/pub/individual/{核身流程}/face"
    那么 返回数据为
      | status           | FAIL     |
      | failedReasonCode | "<原因>" |
      | failedReason     | <文字>   |

    例子:
      | 情形             | 原因    | 文字                                             |
      | 相似度不够       | 1445907 | 比对相似度未达到通过标准                         |
      | 姓名或证件号有误 | 1445902 | 姓名或身份证号有误                               |
      | 浏览器不支持     | 1445034 | 当前浏览器不支持该认证方式,请使用其他浏览器操作 |
      | 设备不支持       | 1445035 | 当前设备不支持该认证方式,请使用其他设备操作     |
      | 回答有误 | 1445700 | 认证表达结果与标准答案不一致 |
      | 没有声音 | 1445701 | 认证视频用户回答音频无声音 |
      | 语音识别异常 | 1445702 | 语音识别服务异常 |
      | 姓名格式有误 | 1445909 | 姓名格式有误 |
      | 证件号格式有误 | 1445910 | 证件号格式有误 |

  @V2-FACE-13
  场景大纲: 通过后的认证方式和分数：<方式>
    依据: identity_service/qeig5n（只有腾讯云和快捷刷脸有分数）、paas_api/gixgs3o2tazg1ta1 authType
    假如 一个未实名的人
    而且 调用方为他发起了刷脸核身
      | faceauthMode | <方式> |
    而且 他在手机上打开了刷脸链接
    当 他在手机上眨眼完成刷脸
    而且 调用方查询"/v2/identity/auth/pub/individual/{核身流程}/face"
    那么 返回数据为
      | status      | SUCCESS |
      | similarity  | <分数>  |
      | livingScore | <分数>  |
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | authType | <认证方式> |

    例子:
      | 方式         | 认证方式              | 分数 |
      | TENCENT      | FACEAUTH_TECENT_CLOUD | 非空 |
      | ESIGN        | FACEAUTH_ESIGN        | 非空 |
      | WE_CHAT_FACE | FACEAUTH_WE_CHAT_FACE | null |

  @V2-FACE-14
  场景: 先在电脑上打开刷脸链接，只提示用手机打开，不占用刷脸
    依据: identity_service/wbsb6y（须在手机上打开）；电脑上的页面 Unknown，本项目的选择：显示该链接的二维码
    假如 一个未实名的人
    而且 调用方为他发起了刷脸核身
      | resultPage | 1 |
    当 他在电脑上打开"{刷脸链接}"
    那么 页面是「请在手机上打开」
    而且 页面有「二维码」
    当 调用方查询"/v2/identity/auth/pub/individual/{核身流程}/face"
    那么 返回数据为
      | status | ING |
    当 他在手机上打开刷脸链接
    而且 他在手机上眨眼完成刷脸
    那么 手机上的刷脸结果是通过

  @V2-FACE-15
  场景: 在手机浏览器里打开支付宝刷脸链接，可以转到支付宝
    依据: identity_service/wbsb6y ZHIMACREDIT；浏览器里的页面 Unknown，本项目的选择：说明要用支付宝，并给出链接
    假如 一个未实名的人
    而且 调用方为他发起了刷脸核身
      | faceauthMode | ZHIMACREDIT |
      | resultPage   | 1           |
    当 他在手机上打开刷脸链接
    那么 页面是「支付宝刷脸」
    而且 页面提示错误
    而且 页面没有「开始刷脸」
    当 他点击「在支付宝中打开」
    而且 他在手机上眨眼完成刷脸
    那么 手机上的刷脸结果是通过
